package org.aircheck.spi;

/**
 * A part of a resource.
 *
 * @param offset of its first byte, not negative
 * @param length in bytes, positive
 */
public record ByteRange(long offset, long length) {
  /** Refuses what is no range. */
  public ByteRange {
    if (offset < 0 || length <= 0 || offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException("no byte range: " + length + "@" + offset);
    }
  }

  /** The offset behind the last byte. */
  public long end() {
    return offset + length;
  }

  @Override
  public String toString() {
    return length + "@" + offset;
  }
}
