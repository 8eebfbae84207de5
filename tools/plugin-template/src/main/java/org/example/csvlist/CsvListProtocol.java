package org.example.csvlist;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Warning;

/**
 * ffmpeg's segment lists ({@code -f segment -segment_list_type csv}): a line for each segment, with
 * its name, its start and its end in seconds.
 *
 * <p>Stateless, as every protocol is: all that it knows is in the bytes that it is given.
 */
public final class CsvListProtocol implements Protocol {
  private static final Pattern LINE =
      Pattern.compile("([^,\"]{1,4000}),(\\d{1,12}\\.\\d{6}),(\\d{1,12}\\.\\d{6})");

  private static final Pattern ABSOLUTE = Pattern.compile("/|https?://", Pattern.CASE_INSENSITIVE);

  /** What may stand in a name but in no URI. */
  private static final Pattern ILLEGAL =
      Pattern.compile("[^!-~]|[<>\\\\^`{|}]|%(?![0-9a-fA-F]{2})");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /** ffmpeg writes six decimals. */
  private static final long MICROSECONDS = 1_000_000;

  /** A list that is longer than a day of one-second segments is no live list. */
  private static final int MOST_LINES = 100_000;

  @Override
  public String id() {
    return "csvlist";
  }

  @Override
  public String extension() {
    return "csv";
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    final String first = text(manifest).lines().findFirst().orElse("");
    return LINE.matcher(first).matches() ? Recognition.CONTENT : Recognition.NONE;
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    final List<String> lines = lines(manifest);
    final List<Segment> segments = new ArrayList<>();
    final List<Warning> warnings = new ArrayList<>();
    Duration longest = Duration.ZERO;
    for (int i = 0; i < lines.size(); i++) {
      final Matcher line = LINE.matcher(lines.get(i));
      if (!line.matches()) {
        warnings.add(new Warning(i + 1, "no name, start and end: left out"));
        continue;
      }
      final long start = microseconds(line.group(2));
      final long length = microseconds(line.group(3)) - start;
      if (length <= 0 || !segments.isEmpty() && start <= segments.getLast().sequence()) {
        warnings.add(new Warning(i + 1, "it does not come after the one before: left out"));
        continue;
      }
      final Optional<URI> address = address(manifest, line.group(1));
      if (address.isEmpty()) {
        warnings.add(new Warning(i + 1, "no address that can be fetched: left out"));
        continue;
      }
      // A number tells a segment from the others in every version of the list: its start does.
      final Segment segment =
          Segment.builder(start, address.get(), time(length)).start(time(start)).build();
      segments.add(segment);
      longest = longest.compareTo(time(length).duration()) > 0 ? longest : time(length).duration();
    }
    if (segments.isEmpty()) {
      throw new MalformedManifestException("no line has a name, a start and an end");
    }
    return Presentation.builder(
            List.of(Track.builder("media", TrackKind.VIDEO).segments(segments).build()))
        .targetDuration(longest)
        .pace(longest.dividedBy(2))
        .warnings(warnings)
        .build();
  }

  /** Names that are relative stay: they resolve against the place where the list is served. */
  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    lines(manifest);
    final String moved =
        Pattern.compile("[^\r\n]+")
            .matcher(text(manifest))
            .replaceAll(line -> Matcher.quoteReplacement(moved(manifest, line.group(), addresses)));
    return manifest.withBytes(moved.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String moved(Manifest manifest, String line, AddressMap addresses) {
    final Matcher parts = LINE.matcher(line);
    if (!parts.matches() || !ABSOLUTE.matcher(line).lookingAt()) {
      return line;
    }
    return address(manifest, parts.group(1))
        .map(address -> addresses.address(address) + line.substring(parts.end(1)))
        .orElse(line);
  }

  private static List<String> lines(Manifest manifest) throws MalformedManifestException {
    final List<String> lines = text(manifest).lines().limit(MOST_LINES + 1).toList();
    if (lines.size() > MOST_LINES) {
      throw new MalformedManifestException("more than " + MOST_LINES + " lines");
    }
    return lines;
  }

  /** Whatever the bytes are, each is one letter: so none is lost when they are written again. */
  private static String text(Manifest manifest) {
    return new String(manifest.bytes(), StandardCharsets.ISO_8859_1);
  }

  /** Where a name leads; empty when it is nowhere that can be fetched from. */
  private static Optional<URI> address(Manifest manifest, String name) {
    // A letter is a byte of UTF-8 here, which is what stands in a URI (RFC 3987 section 3.1).
    final String legal =
        ILLEGAL
            .matcher(name)
            .replaceAll(illegal -> "%" + HEX.toHexDigits((byte) illegal.group().charAt(0)));
    try {
      final URI address = manifest.uri().resolve(new URI(legal));
      return Optional.of(address)
          .filter(a -> a.getRawAuthority() != null && a.getScheme().matches("(?i)https?"));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static long microseconds(String seconds) {
    return new BigDecimal(seconds).movePointRight(6).longValueExact();
  }

  private static MediaTime time(long microseconds) {
    return new MediaTime(microseconds, MICROSECONDS);
  }
}
