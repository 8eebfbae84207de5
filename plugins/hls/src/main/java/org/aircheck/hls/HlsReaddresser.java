package org.aircheck.hls;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;

/**
 * Points absolute and root-relative addresses elsewhere and keeps every other byte, invalid ones
 * included: the text is taken apart as ISO 8859-1, which maps each byte to one character and back.
 */
final class HlsReaddresser {
  private static final Set<String> ADDRESSES =
      Set.of("URI", "X-ASSET-URI", "X-ASSET-LIST", "SERVER-URI");

  private static final Pattern LEAVES = Pattern.compile("(?s)(/|[a-zA-Z][a-zA-Z0-9+.-]*:).*");

  /** The byte order mark, as ISO 8859-1. */
  private static final String MARK = "\u00EF\u00BB\u00BF";

  private final Manifest manifest;
  private final AddressMap addresses;
  private final Variables variables;

  private HlsReaddresser(Manifest manifest, AddressMap addresses) {
    this.manifest = manifest;
    this.addresses = addresses;
    this.variables = new Variables(manifest.context(), manifest.uri());
  }

  static byte[] readdress(Manifest manifest, AddressMap addresses)
      throws MalformedManifestException {
    HlsReader.playlist(manifest); // an error page in a playlist's place stays as it is
    return new HlsReaddresser(manifest, addresses).rewrite();
  }

  private byte[] rewrite() throws MalformedManifestException {
    final String text = new String(manifest.bytes(), StandardCharsets.ISO_8859_1);
    final ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() + 256);
    int at = text.startsWith(MARK) ? MARK.length() : 0;
    out.writeBytes(latin(text.substring(0, at)));
    while (at < text.length()) {
      int end = at;
      while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
        end++;
      }
      out.writeBytes(latin(line(text.substring(at, end))));
      while (end < text.length() && (text.charAt(end) == '\n' || text.charAt(end) == '\r')) {
        out.write(text.charAt(end++));
      }
      at = end;
      variables.checkSize(0);
    }
    return out.toByteArray();
  }

  private String line(String raw) {
    final Line line = new Line(0, utf8(raw).strip());
    if (line.text().isEmpty()) {
      return raw;
    }
    if (line.isAddress()) {
      final int from = raw.length() - raw.stripLeading().length();
      return replaced(raw, from, raw.stripTrailing().length());
    }
    if (line.tag().equals("#EXT-X-DEFINE")) {
      variables.define(Attributes.of(line.value().orElse(""), variables));
      return raw;
    }
    // A title of EXTINF is text for people, whatever it looks like.
    return line.isTag() && !line.tag().equals("#EXTINF") && line.value().isPresent()
        ? tag(raw)
        : raw;
  }

  private String tag(String raw) {
    final int list = raw.indexOf(':') + 1;
    final List<Attributes.Span> spans = Attributes.spans(raw.substring(list));
    String line = raw;
    for (Attributes.Span span : spans.reversed()) {
      if (ADDRESSES.contains(span.name())) {
        line = replaced(line, list + span.from(), list + span.to());
      }
    }
    return line;
  }

  /** The line with the reference in it pointing elsewhere, if it has to. */
  private String replaced(String raw, int from, int to) {
    return moved(utf8(raw.substring(from, to)))
        .map(address -> raw.substring(0, from) + address + raw.substring(to))
        .orElse(raw);
  }

  /**
   * The new reference, as ISO 8859-1; empty for one that finds its target from wherever the
   * manifest is served.
   */
  private Optional<String> moved(String written) {
    final String reference = variables.substitute(written).strip();
    return leaves(reference)
        ? References.resolve(manifest.uri(), reference)
            .filter(References::isHttp)
            .map(uri ->
                new String(
                    addresses.address(uri).getBytes(StandardCharsets.UTF_8),
                    StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /**
   * Whether a reference is absolute, relative to the scheme or the root, or climbs above the root.
   */
  private boolean leaves(String reference) {
    if (LEAVES.matcher(reference).matches()) {
      return true;
    }
    final URI base = manifest.uri();
    int depth = (int) String.valueOf(base.getRawPath()).chars().filter(c -> c == '/').count() - 1;
    for (String part : reference.split("[?#]", 2)[0].split("/")) {
      depth += part.equals("..") ? -1 : part.equals(".") ? 0 : 1;
      if (depth < 0) {
        return true;
      }
    }
    return false;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String utf8(String latin) {
    return new String(latin(latin), StandardCharsets.UTF_8);
  }
}
