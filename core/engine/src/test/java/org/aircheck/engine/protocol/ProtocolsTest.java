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

  private static class Known implements Protocol {
    private final String id;
    private final Recognition by;

    Known(String id, Recognition by) {
      this.id = id;
      this.by = by;
    }

    @Override
    public String id() {
      return id;
    }

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
      if (id.startsWith("broken")) {
        throw new BrokenProtocolException(id);
      }
      if (id.startsWith("strict")) {
        throw new MalformedManifestException(id);
      }
      return Presentation.builder(List.of()).build();
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
    assertThat(of(address, type, none).read(MANIFEST, Instant.EPOCH).protocol()).isEqualTo(type);
    assertThat(of(type, content, address).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(content);
    assertThat(of(content, content, variety).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(variety);
    assertThat(of(none, address).read(MANIFEST, Instant.EPOCH).protocol()).isEqualTo(address);
  }

  @Test
  void two_with_the_same_reason_have_to_be_told_apart_by_the_user() throws Exception {
    final Known one = new Known("one", Recognition.CONTENT);
    final Known two = new Known("two", Recognition.CONTENT);
    final Protocols both = of(one, two);
    assertThatThrownBy(() -> both.read(MANIFEST, Instant.EPOCH))
        .isInstanceOf(MalformedManifestException.class)
        .hasMessage(
            "the protocols \"one\" and \"two\" both take this manifest for theirs: choose one with --protocol");
    assertThat(both.asking("two").orElseThrow().read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(two);
    assertThat(both.asking("three")).isEmpty();
  }

  @Test
  void one_that_fails_does_not_keep_another_from_reading() throws Exception {
    final Known broken = new Known("broken", Recognition.VARIETY);
    final Known good = new Known("good", Recognition.CONTENT);
    assertThat(of(good, broken).read(MANIFEST, Instant.EPOCH).protocol()).isEqualTo(good);
    assertThatThrownBy(() ->
            of(broken, new Known("broken2", Recognition.ADDRESS)).read(MANIFEST, Instant.EPOCH))
        .hasMessage("broken");
    assertThatThrownBy(
            () -> of(good, broken).asking("broken").orElseThrow().read(MANIFEST, Instant.EPOCH))
        .hasMessage("broken");
  }

  @Test
  void a_channel_stays_with_the_protocol_that_has_read_it() throws Exception {
    final Known one = new Known("one", Recognition.CONTENT);
    final Known two = new Known("two", Recognition.CONTENT);
    final Known strong = new Known("strong", Recognition.VARIETY);
    assertThat(of(one, two, strong).after(two).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(two);
    final Known broken = new Known("broken", Recognition.CONTENT);
    assertThat(of(broken, strong).after(broken).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(strong);
    final Known other = new Known("other", Recognition.NONE);
    assertThat(of(one, other).after(other).read(MANIFEST, Instant.EPOCH).protocol()).isEqualTo(one);
  }

  @Test
  void who_helped_out_once_does_not_keep_the_channel() throws Exception {
    final Known own = new Known("own", Recognition.ADDRESS);
    final Known broken = new Known("broken", Recognition.ADDRESS);
    final Known helper = new Known("helper", Recognition.CONTENT);
    assertThat(of(own, helper).after(own).after(helper).before()).contains(own);
    assertThat(of(broken, helper).after(broken).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(helper);
  }

  @Test
  void what_is_malformed_for_a_channels_own_protocol_is_not_read_by_another() throws Exception {
    final Known strict = new Known("strict", Recognition.VARIETY);
    final Known other = new Known("other", Recognition.CONTENT);
    assertThat(of(strict, other).read(MANIFEST, Instant.EPOCH).protocol()).isEqualTo(other);
    final Protocols own = of(strict, other).after(strict);
    assertThatThrownBy(() -> own.read(MANIFEST, Instant.EPOCH)).hasMessage("strict");
  }

  @Test
  void no_other_is_asked_while_a_channels_own_protocol_reads_it() throws Exception {
    final Known own = new Known("own", Recognition.ADDRESS);
    final Known untouchable =
        new Known("other", Recognition.NONE) {
          @Override
          public Recognition recognises(Manifest manifest) {
            throw new AssertionError("asked");
          }
        };
    assertThat(of(own, untouchable).after(own).read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(own);
  }

  @Test
  void who_is_asked_for_reads_what_nobody_recognises() throws Exception {
    final Known none = new Known("none", Recognition.NONE);
    assertThat(of(none).asking("none").orElseThrow().read(MANIFEST, Instant.EPOCH).protocol())
        .isEqualTo(none);
  }

  @Test
  void what_nobody_reads_is_named_when_it_is_known_by_sight() {
    assertThatThrownBy(() -> of().read(MANIFEST, Instant.EPOCH))
        .hasMessage(
            "this is an HLS playlist, which the plugin \"hls\" reads; its plugin is not installed (installed: none)");
    assertThatThrownBy(() -> of().read(manifest("<?xml?><SmoothStreamingMedia>"), Instant.EPOCH))
        .hasMessageContaining("Smooth Streaming");
    assertThatThrownBy(
            () -> of(new Known("b", Recognition.NONE)).read(manifest("hello"), Instant.EPOCH))
        .hasMessage("the answer is no manifest (text/plain, 5 bytes); installed plugins: b");
    assertThatThrownBy(() -> of().read(manifest(""), Instant.EPOCH))
        .hasMessage("the answer is empty, no manifest");
  }
}
