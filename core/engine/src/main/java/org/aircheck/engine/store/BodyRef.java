package org.aircheck.engine.store;

import java.util.regex.Pattern;

/**
 * A stored body, kept once for each distinct content.
 *
 * @param id its row
 * @param sha256 64 hexadecimal digits in lower case
 * @param length in bytes, after content coding is undone
 * @param extension of its file, without the dot; empty when it is kept inside the database
 */
public record BodyRef(long id, String sha256, long length, String extension) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern EXTENSION = Pattern.compile("|[a-z0-9]{1,5}");

  /** Refuses what could lead out of the session's folder: the row may be anybody's. */
  public BodyRef {
    if (!SHA256.matcher(sha256).matches() || !EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException("no body: " + sha256 + "." + extension);
    }
  }

  /** Whether it is a file under {@code media/}. */
  public boolean onDisk() {
    return !extension.isEmpty();
  }
}
