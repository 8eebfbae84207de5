package org.aircheck.server.replay;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Collectors;
import org.aircheck.server.channel.Percent;

/**
 * How an address that a viewer asks for may be written in the recording.
 *
 * <p>As it is, first. Then what a player changes on the way: it percent-encodes what is not ASCII,
 * asks for {@code /} where there is no path, removes segments of dots, and adds delivery directives
 * (draft-pantos-hls-rfc8216bis section 6.2.5: query parameters that begin with {@code _HLS_}).
 */
final class Spellings {
  private Spellings() {}

  static SequencedSet<String> of(String address) {
    final SequencedSet<String> all = new LinkedHashSet<>();
    for (String query : List.of(address, withoutDirectives(address))) {
      final List<String> letters = new ArrayList<>(List.of(query));
      Percent.decodeNonAscii(query).ifPresent(letters::add);
      for (String spelling : letters) {
        all.add(spelling);
        withoutPath(spelling).ifPresent(all::add);
        withoutDots(spelling).ifPresent(all::add);
      }
    }
    return all;
  }

  private static String withoutDirectives(String address) {
    final int question = address.indexOf('?');
    if (question < 0 || address.indexOf("_HLS_", question) < 0) {
      return address;
    }
    final String query =
        Arrays.stream(address.substring(question + 1).split("&", -1))
            .filter(parameter -> !parameter.startsWith("_HLS_"))
            .collect(Collectors.joining("&"));
    return address.substring(0, question) + (query.isEmpty() ? "" : "?" + query);
  }

  /** {@code http://host/?query} as {@code http://host?query}. */
  private static Optional<String> withoutPath(String address) {
    final int slash = address.indexOf('/', address.indexOf("://") + 3);
    final boolean bare =
        slash + 1 == address.length() || (slash >= 0 && address.charAt(slash + 1) == '?');
    return slash >= 0 && bare
        ? Optional.of(address.substring(0, slash) + address.substring(slash + 1))
        : Optional.empty();
  }

  private static Optional<String> withoutDots(String address) {
    try {
      return address.contains("/.")
          ? Optional.of(new URI(address).normalize().toString())
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
