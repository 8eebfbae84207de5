package org.aircheck.hls;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.aircheck.spi.Key;

/**
 * The keys that apply to the next segment: one for each key format, until a tag of the same format
 * replaces it (RFC 8216 section 4.3.2.4). For one playlist.
 */
final class KeyReader {
  /**
   * Methods whose initialization vector is the media sequence number unless stated (RFC 8216
   * section 5.2).
   */
  private static final Set<String> IMPLICIT_IV = Set.of("AES-128", "SAMPLE-AES");

  /** Key formats at once; all of them count for each segment. */
  private static final int MOST = 64;

  private final URI playlist;
  private final List<Key> keys = new ArrayList<>();

  KeyReader(URI playlist) {
    this.playlist = playlist;
  }

  /**
   * Takes in an EXT-X-KEY tag.
   *
   * @param odd told what is wrong with it
   */
  void take(Attributes a, Consumer<String> odd) {
    final String method = a.text("METHOD").orElse("").toUpperCase(Locale.ROOT);
    if (method.equals("NONE") || method.isEmpty()) {
      keys.clear();
      if (method.isEmpty()) {
        odd.accept("EXT-X-KEY without METHOD; taken for NONE");
      }
      return;
    }
    final String format = a.text("KEYFORMAT").orElse("identity");
    keys.removeIf(k -> k.format().equals(format));
    if (keys.size() == MOST) {
      odd.accept("more than " + MOST + " key formats at once; ignored");
      return;
    }
    final Optional<URI> uri = a.text("URI").flatMap(r -> References.resolve(playlist, r));
    if (uri.isEmpty()) {
      odd.accept("EXT-X-KEY without an address");
    }
    final Optional<String> iv = a.text("IV").flatMap(KeyReader::iv);
    if (a.text("IV").isPresent() && iv.isEmpty()) {
      odd.accept("an IV that can't be read: " + a.text("IV").get() + "; taken for none");
    }
    keys.add(new Key(method, uri, iv, format, a.text("KEYFORMATVERSIONS")));
  }

  /** The keys of the segment with a number. */
  List<Key> current(long sequence) {
    return keys.stream().map(k -> explicit(k, sequence)).toList();
  }

  private static Key explicit(Key key, long sequence) {
    return key.iv().isEmpty() && impliesIv(key)
        ? new Key(
            key.method(),
            key.uri(),
            Optional.of(String.format(Locale.ROOT, "%032x", sequence)),
            key.format(),
            key.formatVersions())
        : key;
  }

  /** Whether a key without an initialization vector has the segment's number for it. */
  static boolean impliesIv(Key key) {
    return key.format().equals("identity") && IMPLICIT_IV.contains(key.method());
  }

  private static Optional<String> iv(String text) {
    final String digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0x", "");
    return digits.matches("[0-9a-f]{1,32}")
        ? Optional.of("0".repeat(32 - digits.length()) + digits)
        : Optional.empty();
  }
}
