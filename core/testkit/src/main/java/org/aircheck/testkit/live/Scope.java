package org.aircheck.testkit.live;

/** Which of a site's resources a fault strikes, told by their names. */
public enum Scope {
  /** All. */
  EVERYTHING,
  /** Playlists, multivariant and media. */
  PLAYLISTS,
  /** Media playlists. */
  MEDIA_PLAYLISTS,
  /** Media segments. */
  SEGMENTS,
  /** Keys. */
  KEYS;

  /** Whether a request is for such a resource. */
  public boolean covers(Visit visit) {
    final String path = visit.path();
    return switch (this) {
      case EVERYTHING -> true;
      case PLAYLISTS -> path.endsWith(".m3u8");
      case MEDIA_PLAYLISTS -> path.endsWith(".m3u8") && !path.endsWith(ChannelModel.MASTER);
      case SEGMENTS -> path.endsWith(".ts");
      case KEYS -> path.endsWith(".key");
    };
  }
}
