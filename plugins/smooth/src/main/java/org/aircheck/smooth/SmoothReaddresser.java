package org.aircheck.smooth;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/**
 * Points a client manifest's patterns of addresses elsewhere, in place. They are the only addresses
 * in it, and relative ones resolve against wherever it is served. For one manifest.
 */
final class SmoothReaddresser {
  private static final Pattern LEAVES = Pattern.compile("/|[a-zA-Z][a-zA-Z0-9+.-]*:");
  private static final Pattern PLACE = Pattern.compile("\\{[^{}]{1,40}\\}");

  /** Stands for a place that is filled in, where a brace is not allowed. */
  private static final String STAND_IN = "aircheck-place-";

  private static final Pattern STANDING_IN = Pattern.compile(STAND_IN + "(\\d{1,4})-");

  private final Manifest manifest;
  private final Text text;
  private final AddressMap addresses;

  private SmoothReaddresser(Manifest manifest, AddressMap addresses) {
    this.manifest = manifest;
    this.text = Text.of(manifest.bytes());
    this.addresses = addresses;
  }

  static byte[] readdress(Manifest manifest, AddressMap addresses)
      throws MalformedManifestException {
    return new SmoothReaddresser(manifest, addresses).readdressed();
  }

  private byte[] readdressed() throws MalformedManifestException {
    if (!text.readable().contains("SmoothStreamingMedia")) {
      throw new MalformedManifestException("expected SmoothStreamingMedia");
    }
    final String letters = text.letters();
    final StringBuilder moved = new StringBuilder(letters.length() + 256);
    final Markup markup = new Markup(letters);
    int done = 0;
    for (var tag = markup.next(); tag.isPresent(); tag = markup.next()) {
      for (Markup.Attribute pattern : patterns(tag.get())) {
        final String written = letters.substring(pattern.from(), pattern.to());
        final Optional<String> target = moved(Escapes.unescaped(text.readable(written)).strip());
        if (target.isPresent()) {
          final int from = pattern.to() - written.stripLeading().length();
          moved.append(letters, done, from);
          moved.append(text.written(Escapes.escaped(target.get())));
          done = pattern.from() + written.stripTrailing().length();
        }
      }
    }
    moved.append(letters, done, letters.length());
    return text.bytes(moved.toString());
  }

  private static List<Markup.Attribute> patterns(Markup.Tag tag) {
    return tag.name().equalsIgnoreCase("StreamIndex")
        ? tag.attributes().stream().filter(a -> a.name().equalsIgnoreCase("Url")).toList()
        : List.of();
  }

  /** Where a pattern leads now; empty when it stays, also when it is one that nobody reads. */
  private Optional<String> moved(String pattern) {
    if (pattern.length() > Template.LONGEST || !LEAVES.matcher(pattern).lookingAt()) {
      return Optional.empty();
    }
    final List<String> places = new ArrayList<>();
    final String address =
        PLACE
            .matcher(pattern)
            .replaceAll(place -> {
              places.add(place.group());
              return STAND_IN + (places.size() - 1) + "-";
            });
    return References.resolve(manifest.uri(), address)
        .map(addresses::address)
        .map(target -> STANDING_IN.matcher(target).replaceAll(standing -> place(places, standing)));
  }

  private static String place(List<String> places, MatchResult standing) {
    final int number = Integer.parseInt(standing.group(1));
    return Matcher.quoteReplacement(number < places.size() ? places.get(number) : standing.group());
  }
}
