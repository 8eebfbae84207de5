package org.aircheck.testkit.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The contract holds a good plugin to be good, and finds what is wrong with bad ones. */
class ProtocolContractTest {

  /** The word LIST, then an address a line. */
  private static class Lines implements Protocol {
    @Override
    public String id() {
      return "lines";
    }

    @Override
    public String extension() {
      return "list";
    }

    @Override
    public Recognition recognises(Manifest manifest) {
      return text(manifest).startsWith("LIST\n") ? Recognition.CONTENT : Recognition.NONE;
    }

    @Override
    public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
      final List<Segment> segments = new ArrayList<>();
      for (String line : lines(manifest)) {
        segments.add(
            Segment.builder(segments.size(), address(manifest, line), new MediaTime(2, 1)).build());
      }
      return Presentation.builder(
              List.of(Track.builder("t", TrackKind.VIDEO).segments(segments).build()))
          .build();
    }

    @Override
    public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
        throws MalformedManifestException {
      final StringBuilder text = new StringBuilder("LIST\n");
      for (String line : lines(manifest)) {
        final boolean absolute = line.startsWith("/") || line.contains("://");
        text.append(absolute ? addresses.address(address(manifest, line)) : line).append('\n');
      }
      return manifest.withBytes(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static URI address(Manifest manifest, String line) throws MalformedManifestException {
      try {
        final URI address = manifest.uri().resolve(new URI(line));
        if (!"http".equals(address.getScheme())) {
          throw new MalformedManifestException("no address");
        }
        return address;
      } catch (java.net.URISyntaxException e) {
        throw new MalformedManifestException("no address");
      }
    }

    static List<String> lines(Manifest manifest) throws MalformedManifestException {
      final List<String> lines = List.of(text(manifest).split("\n"));
      if (!lines.getFirst().equals("LIST") || lines.size() < 2) {
        throw new MalformedManifestException("expected LIST and addresses");
      }
      return lines.subList(1, lines.size());
    }

    static String text(Manifest manifest) {
      return new String(manifest.bytes(), StandardCharsets.UTF_8);
    }
  }

  private static ProtocolContract of(Protocol protocol) {
    return new ProtocolContract() {
      @Override
      protected Protocol protocol() {
        return protocol;
      }

      @Override
      protected List<Manifest> samples() {
        return List.of(
            new Manifest(
                URI.create("http://o.test/a/m.list"),
                "",
                "LIST\n1.ts\n/b/2.ts\nhttp://cdn.test/3.ts?x=1\n"
                    .getBytes(StandardCharsets.UTF_8)));
      }
    };
  }

  @Nested
  class A_good_plugin extends ProtocolContract {
    @Override
    protected Protocol protocol() {
      return new Lines();
    }

    @Override
    protected List<Manifest> samples() {
      return of(new Lines()).samples();
    }
  }

  private static void finds(ThrowingCallable held) {
    assertThatThrownBy(held).isInstanceOf(AssertionError.class);
  }

  @Test
  void a_plugin_that_remembers_is_found() {
    final ProtocolContract contract =
        of(
            new Lines() {
              private int calls;

              @Override
              public Presentation read(Manifest manifest, Instant now)
                  throws MalformedManifestException {
                return super.read(manifest, now).toBuilder().ended(calls++ % 2 == 0).build();
              }
            });
    finds(contract::reading_twice_gives_equal_results);
  }

  @Test
  void a_plugin_that_throws_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Presentation read(Manifest manifest, Instant now)
                      throws MalformedManifestException {
                    if (text(manifest).indexOf('\0') >= 0 || text(manifest).isEmpty()) {
                      throw new IllegalStateException("unexpected");
                    }
                    return super.read(manifest, now);
                  }
                })
            ::it_stands_arbitrary_bytes);
  }

  @Test
  void a_plugin_that_writes_other_bytes_anew_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Manifest readdress(Manifest m, AddressMap addresses, Duration shift)
                      throws MalformedManifestException {
                    final Manifest moved = super.readdress(m, addresses, shift);
                    return moved.withBytes((text(moved) + "\n").getBytes(StandardCharsets.UTF_8));
                  }
                })
            ::re_addressing_keeps_every_other_byte);
  }

  @Test
  void a_plugin_that_forgets_an_address_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Manifest readdress(Manifest m, AddressMap addresses, Duration shift) {
                    return m;
                  }
                })
            ::a_re_addressed_manifest_leads_to_where_everything_is_now);
  }

  @Test
  void a_look_ahead_that_believes_what_it_reads_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Optional<Lookahead> lookahead() {
                    return Optional.of(
                        (track, segment, bytes) -> Collections.nCopies(bytes.length / 8, segment));
                  }
                })
            ::a_look_ahead_stands_arbitrary_bytes);
  }

  @Test
  void a_plugin_that_takes_all_for_its_own_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Recognition recognises(Manifest manifest) {
                    return Recognition.CONTENT;
                  }
                })
            ::it_takes_nothing_else_for_its_own);
  }

  @Test
  void a_plugin_that_heeds_the_shift_in_secret_is_found() {
    finds(
        of(
                new Lines() {
                  @Override
                  public Manifest readdress(Manifest m, AddressMap addresses, Duration shift)
                      throws MalformedManifestException {
                    final Manifest moved = super.readdress(m, addresses, shift);
                    return moved.withBytes((text(moved) + shift).getBytes(StandardCharsets.UTF_8));
                  }
                })
            ::only_who_says_so_heeds_the_shift);
  }
}
