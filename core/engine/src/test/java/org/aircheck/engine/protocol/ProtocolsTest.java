package org.aircheck.engine.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.junit.jupiter.api.Test;

class ProtocolsTest {
  private static final Manifest MANIFEST = manifest("#EXTM3U");

  private static Manifest manifest(String text) {
    return new Manifest(
        URI.create("http://o.test/a"), "text/plain", text.getBytes(StandardCharsets.UTF_8));
  }

  private record Known(String id, Recognition by) implements Protocol {
    @Override
    public String extension() {
      return "x";
    }

    @Override
    public Recognition recognises(Manifest manifest) {
      return by;
    }

    @Override
    public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
      throw new MalformedManifestException("not asked");
    }

    @Override
    public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift) {
      return manifest;
    }
  }

  private static Protocols of(Protocol... all) {
    return Protocols.of(List.of(all));
  }

  @Test
  void the_stronger_reason_decides_whatever_the_order() throws Exception {
    final Known address = new Known("address", Recognition.ADDRESS);
    final Known type = new Known("type", Recognition.CONTENT_TYPE);
    final Known content = new Known("content", Recognition.CONTENT);
    final Known variety = new Known("variety", Recognition.VARIETY);
    final Known none = new Known("none", Recognition.NONE);
    assertThat(of(address, type, none).of(MANIFEST)).isEqualTo(type);
    assertThat(of(type, content, address).of(MANIFEST)).isEqualTo(content);
    assertThat(of(content, content, variety).of(MANIFEST)).isEqualTo(variety);
    assertThat(of(none, address).of(MANIFEST)).isEqualTo(address);
  }

  @Test
  void two_with_the_same_reason_have_to_be_told_apart_by_the_user() throws Exception {
    final Known one = new Known("one", Recognition.CONTENT);
    final Known two = new Known("two", Recognition.CONTENT);
    final Protocols both = of(one, two);
    assertThatThrownBy(() -> both.of(MANIFEST))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage(
            "the protocols \"one\" and \"two\" both take this manifest for theirs: choose one with --protocol");
    assertThat(both.asking("two").orElseThrow().of(MANIFEST)).isEqualTo(two);
    assertThat(both.asking("three")).isEmpty();
  }

  @Test
  void who_is_asked_for_reads_what_nobody_recognises() throws Exception {
    final Known none = new Known("none", Recognition.NONE);
    assertThat(of(none).asking("none").orElseThrow().of(MANIFEST)).isEqualTo(none);
  }

  @Test
  void what_nobody_reads_is_named_when_it_is_known_by_sight() {
    assertThatThrownBy(() -> of().of(MANIFEST))
        .hasMessage(
            "this is an HLS playlist, which the plugin \"hls\" reads; its plugin is not installed (installed: none)");
    assertThatThrownBy(() -> of().of(manifest("<?xml?><SmoothStreamingMedia>")))
        .hasMessageContaining("Smooth Streaming");
    assertThatThrownBy(() -> of(new Known("b", Recognition.NONE)).of(manifest("hello")))
        .hasMessage("the answer is no manifest (text/plain, 5 bytes); installed plugins: b");
    assertThatThrownBy(() -> of().of(manifest(""))).hasMessage("the answer is empty, no manifest");
  }
}
