package org.aircheck.spi;

/** What a track carries. */
public enum TrackKind {
  /** Pictures, alone or multiplexed with sound. */
  VIDEO,
  /** Sound alone. */
  AUDIO,
  /** Subtitles or captions in segments of their own. */
  SUBTITLES,
  /** Key frames for trick play: HLS I-frame playlists. */
  IFRAMES,
  /** Still pictures for the seek bar. */
  THUMBNAILS
}
