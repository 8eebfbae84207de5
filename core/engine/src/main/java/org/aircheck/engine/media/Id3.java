package org.aircheck.engine.media;

/** The ID3v2 tag in front of packed audio (RFC 8216 section 3.4). */
final class Id3 {
  private Id3() {}

  /** The offset behind the tag; 0 when there is none. */
  static int end(byte[] head) {
    if (head.length < 10 || head[0] != 'I' || head[1] != 'D' || head[2] != '3') {
      return 0;
    }
    int size = 0;
    for (int i = 6; i < 10; i++) {
      size = size << 7 | head[i] & 0x7f; // "synchsafe": seven bits a byte
    }
    return 10 + size;
  }
}
