package org.aircheck.server.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A viewer's clock: which instant of a session is now. Written in a URL, so that the server keeps
 * nothing.
 *
 * @param startedAt when the viewer began, in whole milliseconds
 * @param offset how far into the session the viewer began, in whole milliseconds, not negative
 * @param speed how fast the session's time runs, 0 to 1000 with at most six decimals; 0 stands
 *     still
 */
public record View(Instant startedAt, Duration offset, BigDecimal speed) {
  /** The longest offset: what a URL has room for. */
  public static final Duration FURTHEST = Duration.ofDays(365_250);

  private static final Pattern SYNTAX =
      Pattern.compile(
          "(\\d{1,14})/(\\d{1,14})/(\\d{1,4}(?:\\.\\d{1,6})?)(?:/(.*))?", Pattern.DOTALL);
  private static final BigDecimal FASTEST = BigDecimal.valueOf(1000);
  private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000L);

  /** Cuts the times to milliseconds, which is what a URL carries. */
  public View {
    startedAt = Instant.ofEpochMilli(startedAt.toEpochMilli());
    offset = Duration.ofMillis(offset.toMillis());
    speed = plain(speed);
    if (startedAt.toEpochMilli() < 0 || offset.isNegative() || !accepts(speed)) {
      throw new IllegalArgumentException("no view: " + startedAt + " " + offset + " " + speed);
    }
  }

  /** Whether a view can run at a speed. */
  public static boolean accepts(BigDecimal speed) {
    return speed.signum() >= 0 && speed.compareTo(FASTEST) <= 0 && plain(speed).scale() <= 6;
  }

  /** A view and what follows it in the URL. */
  record Parsed(View view, String rest) {}

  /**
   * Reads {@code startedAt/offset/speed} and, behind another slash, the rest; empty when it is
   * none.
   */
  static Optional<Parsed> parse(String target) {
    final Matcher matcher = SYNTAX.matcher(target);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    final BigDecimal speed = new BigDecimal(matcher.group(3));
    if (!accepts(speed)) {
      return Optional.empty();
    }
    final View view =
        new View(
            Instant.ofEpochMilli(Long.parseLong(matcher.group(1))),
            Duration.ofMillis(Long.parseLong(matcher.group(2))),
            speed);
    return Optional.of(new Parsed(view, Optional.ofNullable(matcher.group(4)).orElse("")));
  }

  /** Reads {@code startedAt/offset/speed} alone. */
  public static Optional<View> of(String text) {
    return parse(text).filter(parsed -> parsed.rest().isEmpty()).map(Parsed::view);
  }

  /** The view as it stands in a URL, without slashes around it. */
  public String path() {
    return startedAt.toEpochMilli() + "/" + offset.toMillis() + "/" + speed.toPlainString();
  }

  /** How far into the session the viewer is. Before it began it stands at its offset. */
  public Duration elapsed(Instant now) {
    if (!now.isAfter(startedAt)) {
      return offset;
    }
    final BigDecimal nanos = nanos(Duration.between(startedAt, now)).multiply(speed);
    return offset.plus(duration(nanos.setScale(0, RoundingMode.FLOOR)));
  }

  /**
   * The first instant at which the viewer is that far into the session or further; {@link
   * Instant#MAX} for never.
   *
   * @param elapsed into the session
   */
  public Instant reaches(Duration elapsed) {
    final Duration ahead = elapsed.minus(offset);
    if (ahead.isNegative() || ahead.isZero()) {
      return startedAt;
    }
    if (speed.signum() == 0) {
      return Instant.MAX;
    }
    try {
      return startedAt.plus(duration(nanos(ahead).divide(speed, 0, RoundingMode.CEILING)));
    } catch (ArithmeticException | DateTimeException tooFar) {
      return Instant.MAX;
    }
  }

  private static BigDecimal plain(BigDecimal speed) {
    final BigDecimal stripped = speed.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0, RoundingMode.UNNECESSARY) : stripped;
  }

  private static BigDecimal nanos(Duration duration) {
    return BigDecimal.valueOf(duration.getSeconds())
        .multiply(NANOS)
        .add(BigDecimal.valueOf(duration.getNano()));
  }

  private static Duration duration(BigDecimal nanos) {
    final BigDecimal[] parts = nanos.divideAndRemainder(NANOS);
    return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValueExact());
  }
}
