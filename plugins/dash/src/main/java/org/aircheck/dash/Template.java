package org.aircheck.dash;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The identifiers in a template's addresses (ISO/IEC 23009-1 section 5.3.9.4.4). */
final class Template {
  private static final Pattern IDENTIFIER =
      Pattern.compile("\\$(RepresentationID|Bandwidth|Number|Time|)(?:%0(\\d{1,3})d)?\\$");

  private Template() {}

  /** A template with all filled in that is the representation's; number and time stay. */
  static String of(String template, Element representation) {
    final Matcher matcher = IDENTIFIER.matcher(template);
    final StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      final String text =
          switch (matcher.group(1)) {
            // Whatever dollar stands in an id must not be taken for an identifier's.
            case "RepresentationID" -> representation.attribute("id").orElse("").replace("$", "$$");
            case "Bandwidth" ->
                padded(
                    representation.attribute("bandwidth").orElse("0"),
                    Optional.ofNullable(matcher.group(2)));
            default -> matcher.group();
          };
      matcher.appendReplacement(out, Matcher.quoteReplacement(text));
    }
    return matcher.appendTail(out).toString();
  }

  /** What a template says of number or time. */
  static boolean has(String template, String identifier) {
    final Matcher matcher = IDENTIFIER.matcher(template);
    while (matcher.find()) {
      if (matcher.group(1).equals(identifier)) {
        return true;
      }
    }
    return false;
  }

  private static String padded(String number, Optional<String> width) {
    final int missing = width.map(Integer::parseInt).orElse(0) - number.length();
    return missing > 0 ? "0".repeat(missing) + number : number;
  }
}
