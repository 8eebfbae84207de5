package org.aircheck.spi;

/**
 * What a protocol takes a manifest for its own by, the weakest reason first. Of several protocols
 * the one with the strongest reads it.
 */
public enum Recognition {
  /** It is another protocol's, or no manifest. */
  NONE,
  /**
   * The address looks like it, such as {@code .m3u8}, and the content does not speak against it.
   */
  ADDRESS,
  /** The content type names it, and the content does not speak against it. */
  CONTENT_TYPE,
  /** The content begins as the protocol demands: {@code #EXTM3U}, an {@code MPD} element. */
  CONTENT,
  /**
   * The content is of a variety of another protocol that only this one reads in full: a vendor's
   * playlists with tags of their own. It goes before the protocol that it is a variety of.
   */
  VARIETY
}
