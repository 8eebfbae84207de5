package org.aircheck.hls;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.MalformedManifestException;

/**
 * A playlist's variables (draft-pantos-hls-rfc8216bis section 4.3): those that it defines and those
 * that it imports.
 */
final class Variables {
  private static final Pattern REFERENCE = Pattern.compile("\\{\\$([a-zA-Z0-9_-]+)\\}");
  private static final int MOST = 1_000;
  private static final int LONGEST = 64 << 10;

  /** How many characters all replaced texts may have together: variables are cheap to repeat. */
  private static final int LARGEST = 16 << 20;

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, String> announced;
  private final URI playlist;
  private long size;

  /**
   * No variables yet.
   *
   * @param announced what the multivariant playlist defines
   */
  Variables(Map<String, String> announced, URI playlist) {
    this.announced = announced;
    this.playlist = playlist;
  }

  /** No variables, and none to come. */
  static Variables none() {
    return new Variables(Map.of(), URI.create(""));
  }

  /** A copy of what is defined so far. */
  Map<String, String> values() {
    return Map.copyOf(values);
  }

  /** Refuses a playlist whose variables blow it up. */
  void checkSize(int line) throws MalformedManifestException {
    if (size > LARGEST) {
      throw new MalformedManifestException(
          "variables make it larger than " + (LARGEST >> 20) + " MiB", line);
    }
  }

  /**
   * Takes in an EXT-X-DEFINE tag.
   *
   * @return what is wrong with it
   */
  Optional<String> define(Attributes attributes) {
    if (values.size() >= MOST) {
      return Optional.of("more than " + MOST + " variables; ignored");
    }
    final Optional<String> name = attributes.text("NAME");
    if (name.isPresent()) {
      return put(name.get(), attributes.text("VALUE").or(() -> Optional.of("")), "the tag");
    }
    final Optional<String> imported = attributes.text("IMPORT");
    if (imported.isPresent()) {
      final Optional<String> value = Optional.ofNullable(announced.get(imported.get()));
      return put(imported.get(), value, "the multivariant playlist");
    }
    final Optional<String> parameter = attributes.text("QUERYPARAM");
    if (parameter.isPresent()) {
      return put(parameter.get(), query(parameter.get()), "the playlist's query");
    }
    return Optional.of("EXT-X-DEFINE without NAME, IMPORT or QUERYPARAM; ignored");
  }

  private Optional<String> put(String name, Optional<String> value, String where) {
    if (value.isEmpty()) {
      return Optional.of("no variable " + name + " in " + where);
    }
    return values.put(name, value.get()) == null
        ? Optional.empty()
        : Optional.of("the variable " + name + " is defined twice; the last one holds");
  }

  /** Replaces references to variables; one that is not defined stays as it is. */
  String substitute(String text) {
    if (values.isEmpty() || !text.contains("{$")) {
      return text;
    }
    final StringBuilder out = new StringBuilder();
    final Matcher matcher = REFERENCE.matcher(text);
    while (matcher.find()) {
      final String value = values.getOrDefault(matcher.group(1), matcher.group());
      matcher.appendReplacement(out, Matcher.quoteReplacement(value));
      if (out.length() > LONGEST) {
        size = LARGEST + 1L;
        return text;
      }
    }
    matcher.appendTail(out);
    size += out.length();
    return out.toString();
  }

  /** Says so when a text refers to a variable that is not defined. */
  Optional<String> undefined(String text) {
    if (!text.contains("{$")) {
      return Optional.empty();
    }
    return REFERENCE
        .matcher(text)
        .results()
        .map(m -> m.group(1))
        .filter(name -> !values.containsKey(name))
        .findFirst()
        .map(name -> "the variable " + name + " is not defined; it stays as it is written");
  }

  private Optional<String> query(String name) {
    final String query = playlist.getRawQuery();
    if (query == null) {
      return Optional.empty();
    }
    for (String pair : query.split("&")) {
      final String[] parts = pair.split("=", 2);
      if (parts.length == 2 && decoded(parts[0]).equals(name)) {
        return Optional.of(decoded(parts[1]));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String value) {
    try {
      return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return value;
    }
  }
}
