package org.aircheck.hls;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.aircheck.spi.MediaTime;

/** What the tags in front of an address say of its segment. For one segment. */
final class SegmentTags {
  private static final MediaTime UNKNOWN = new MediaTime(0, 1);

  private Optional<MediaTime> duration = Optional.empty();
  private String title = "";
  private Optional<String> range = Optional.empty();
  private boolean discontinuity;
  private boolean gap;
  private Optional<Instant> date = Optional.empty();
  private final List<String> extras = new ArrayList<>();

  /**
   * Takes in a tag that is the next segment's own.
   *
   * @param odd told what is wrong with it
   */
  void take(Line line, Consumer<String> odd) {
    final String value = line.value().orElse("");
    switch (line.tag()) {
      case "#EXTINF" -> duration(value, odd);
      case "#EXT-X-BYTERANGE" -> range = Optional.of(value);
      case "#EXT-X-GAP" -> gap = true;
      case "#EXT-X-PROGRAM-DATE-TIME" -> date(value, odd);
      default -> extras.add(line.text());
    }
  }

  private void duration(String value, Consumer<String> odd) {
    final int comma = value.indexOf(',');
    final int fraction = comma < 0 ? 0 : digits(value, comma + 1);
    final Optional<MediaTime> seconds;
    if (fraction > comma + 1 && fraction < value.length() && value.charAt(fraction) == ',') {
      // "#EXTINF:9,984,": an encoder that writes its country's decimal comma.
      seconds =
          Decimal.seconds(value.substring(0, comma) + "." + value.substring(comma + 1, fraction));
      title = value.substring(fraction + 1).strip();
      odd.accept("a decimal comma in EXTINF; read as a point");
    } else {
      seconds = Decimal.seconds(comma < 0 ? value : value.substring(0, comma));
      title = comma < 0 ? "" : value.substring(comma + 1).strip();
    }
    if (seconds.isEmpty()) {
      odd.accept("EXTINF without a duration; taken for 0");
    } else if (comma < 0) {
      odd.accept("EXTINF without its comma");
    }
    duration = Optional.of(seconds.orElse(UNKNOWN));
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private void date(String value, Consumer<String> odd) {
    date = Dates.instant(value);
    if (date.isEmpty()) {
      odd.accept("a date that can't be read: " + value);
    } else if (!Dates.hasZone(value)) {
      odd.accept("a date without a zone; taken for UTC");
    }
  }

  /** Marks the segment as the first one behind a discontinuity. */
  void breaks() {
    discontinuity = true;
  }

  boolean hasDuration() {
    return duration.isPresent();
  }

  MediaTime duration() {
    return duration.orElse(UNKNOWN);
  }

  String title() {
    return title;
  }

  Optional<String> range() {
    return range;
  }

  boolean discontinuity() {
    return discontinuity;
  }

  boolean gap() {
    return gap;
  }

  Optional<Instant> date() {
    return date;
  }

  List<String> extras() {
    return extras;
  }
}
