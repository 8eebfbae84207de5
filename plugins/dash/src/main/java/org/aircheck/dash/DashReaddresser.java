package org.aircheck.dash;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/**
 * Points an MPD's addresses elsewhere and moves its times, and keeps every other byte. For one
 * manifest.
 */
final class DashReaddresser {
  private static final Set<String> TIMES =
      Set.of("availabilityStartTime", "availabilityEndTime", "publishTime");

  /** The attributes that are addresses, by element; templates among them. */
  private static final Map<String, Set<String>> ADDRESSES =
      Map.of(
          "SegmentTemplate", Set.of("media", "initialization", "index", "bitstreamSwitching"),
          "SegmentURL", Set.of("media", "index"),
          "Initialization", Set.of("sourceURL"),
          "RepresentationIndex", Set.of("sourceURL"),
          "BitstreamSwitching", Set.of("sourceURL"));

  private static final Pattern LEAVES = Pattern.compile("(?s)(/|[a-zA-Z][a-zA-Z0-9+.-]*:).*");
  private static final String ISO_CLOCK = "urn:mpeg:dash:utc:http-iso:2014";

  private final String text;
  private final AddressMap addresses;
  private final Duration shift;
  private final StringBuilder out;
  private final Deque<Scope> open = new ArrayDeque<>();
  private int copied;

  /** An element that is open: where its addresses are resolved, and where its text begins. */
  private static final class Scope {
    final String name;
    final int text;
    URI base;

    Scope(String name, URI base, int text) {
      this.name = name;
      this.base = base;
      this.text = text;
    }
  }

  private DashReaddresser(Manifest manifest, AddressMap addresses, Duration shift) {
    this.text = new String(manifest.bytes(), StandardCharsets.ISO_8859_1);
    this.addresses = addresses;
    this.shift = shift;
    this.out = new StringBuilder(text.length() + 256);
    open.push(new Scope("", manifest.uri(), 0));
  }

  static byte[] readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    final Element root = XmlReader.read(manifest.bytes());
    if (!root.name().equals("MPD")) {
      throw new MalformedManifestException("no MPD but a " + root.name(), root.line());
    }
    return new DashReaddresser(manifest, addresses, shift).rewrite();
  }

  private byte[] rewrite() {
    final Markup markup = new Markup(text);
    for (Optional<Markup.Piece> piece = markup.next(); piece.isPresent(); piece = markup.next()) {
      switch (piece.get()) {
        case Markup.Start start -> start(start);
        case Markup.End end -> end(end);
      }
    }
    return out.append(text, copied, text.length()).toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private void start(Markup.Start start) {
    final Set<String> places = ADDRESSES.getOrDefault(start.name(), Set.of());
    for (Markup.Attribute attribute : start.attributes()) {
      if (start.name().equals("MPD") && TIMES.contains(attribute.name())) {
        time(attribute);
      } else if (start.name().equals("UTCTiming")) {
        clock(attribute);
      } else if (places.contains(attribute.name()) || attribute.name().equals("href")) {
        address(attribute.from(), attribute.to());
      }
    }
    if (!start.empty()) {
      open.push(new Scope(start.name(), open.getFirst().base, start.end()));
    }
  }

  private void end(Markup.End end) {
    if (open.size() == 1) {
      return;
    }
    final Scope scope = open.pop();
    if (scope.name.equals("BaseURL")) {
      final Optional<URI> base = resolve(Escapes.unescaped(text.substring(scope.text, end.from())));
      address(scope.text, end.from());
      base.filter(References::isHttp).ifPresent(b -> open.getFirst().base = b);
    } else if (scope.name.equals("Location")) {
      address(scope.text, end.from());
    }
  }

  private Optional<URI> resolve(String reference) {
    return References.resolve(open.getFirst().base, reference.strip());
  }

  /** Replaces what stands there, white space around it left alone. */
  private void address(int from, int to) {
    final String written = text.substring(from, to);
    final String reference = Escapes.unescaped(written).strip();
    if (written.contains("<") || !LEAVES.matcher(reference).matches()) {
      return;
    }
    // A template stays one: only the folder in front of what is filled in can be looked up.
    final int identifier = reference.indexOf('$');
    final int fixed =
        identifier < 0 ? reference.length() : reference.lastIndexOf('/', identifier) + 1;
    resolve(reference.substring(0, fixed))
        .filter(References::isHttp)
        .ifPresent(uri -> {
          final int begin = from + written.length() - written.stripLeading().length();
          final int end = from + written.stripTrailing().length();
          replace(begin, end, addresses.address(uri) + reference.substring(fixed));
        });
  }

  private void time(Markup.Attribute attribute) {
    final String written = text.substring(attribute.from(), attribute.to());
    if (!shift.isZero()) {
      Times.instant(written)
          .map(t -> t.plus(shift).truncatedTo(ChronoUnit.MILLIS))
          .map(Instant::toString)
          .ifPresent(moved -> replace(attribute.from(), attribute.to(), moved));
    }
  }

  private void clock(Markup.Attribute attribute) {
    final Optional<String> clock = addresses.clock();
    if (clock.isPresent() && attribute.name().equals("schemeIdUri")) {
      replace(attribute.from(), attribute.to(), ISO_CLOCK);
    } else if (clock.isPresent() && attribute.name().equals("value")) {
      replace(attribute.from(), attribute.to(), clock.get());
    }
  }

  private void replace(int from, int to, String by) {
    out.append(text, copied, from).append(Escapes.latin(Escapes.escaped(by)));
    copied = to;
  }
}
