package org.aircheck.engine.store;

/**
 * A stored body, kept once for each distinct content.
 *
 * @param id its row
 * @param sha256 64 hexadecimal digits in lower case
 * @param length in bytes, after content coding is undone
 * @param extension of its file, without the dot; empty when it is kept inside the database
 */
public record BodyRef(long id, String sha256, long length, String extension) {
  /** Whether it is a file under {@code media/}. */
  public boolean onDisk() {
    return !extension.isEmpty();
  }
}
