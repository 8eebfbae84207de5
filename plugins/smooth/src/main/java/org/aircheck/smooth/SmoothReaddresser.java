package org.aircheck.smooth;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/**
 * Points a client manifest's patterns of addresses elsewhere, in place. They are the only addresses
 * in it, and relative ones resolve against wherever it is served.
 */
final class SmoothReaddresser {
  private static final Pattern PATTERN =
      Pattern.compile(
          "<(?:\\w+:)?StreamIndex\\b[^<>]*?\\sUrl\\s*=\\s*(?:\"([^\"<>]*)\"|'([^'<>]*)')",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern PLACE = Pattern.compile("\\{[^{}]{1,40}\\}");

  /** Stands for a place that is filled in, where a brace is not allowed. */
  private static final String STAND_IN = "aircheck-place-";

  private SmoothReaddresser() {}

  static byte[] readdress(Manifest manifest, AddressMap addresses)
      throws MalformedManifestException {
    final Text text = Text.of(manifest.bytes());
    if (!text.readable().contains("SmoothStreamingMedia")) {
      throw new MalformedManifestException("expected SmoothStreamingMedia");
    }
    final String letters = text.letters();
    final StringBuilder moved = new StringBuilder(letters.length() + 256);
    final Matcher matcher = PATTERN.matcher(letters);
    int done = 0;
    while (matcher.find()) {
      final int group = matcher.start(1) >= 0 ? 1 : 2;
      moved.append(letters, done, matcher.start(group));
      moved.append(moved(manifest, matcher.group(group), addresses));
      done = matcher.end(group);
    }
    moved.append(letters, done, letters.length());
    return text.bytes(moved.toString());
  }

  private static String moved(Manifest manifest, String written, AddressMap addresses) {
    final String reference = written.replace("&amp;", "&");
    if (!reference.startsWith("/") && !reference.matches("(?s)[A-Za-z][A-Za-z0-9+.-]*:.*")) {
      return written;
    }
    final StringBuilder filled = new StringBuilder();
    final Matcher place = PLACE.matcher(reference);
    int places = 0;
    while (place.find()) {
      place.appendReplacement(filled, STAND_IN + places++ + "-");
    }
    final Optional<URI> address = Template.absolute(manifest, place.appendTail(filled).toString());
    if (address.isEmpty()) {
      return written;
    }
    String target = addresses.address(address.get()).replace("&", "&amp;");
    final Matcher original = PLACE.matcher(reference);
    for (int i = 0; original.find(); i++) {
      target = target.replace(STAND_IN + i + "-", original.group());
    }
    return target;
  }
}
