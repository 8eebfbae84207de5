package org.aircheck.server.playout;

import java.util.Locale;
import java.util.Map;

/** Content types by the extensions of files (RFC 8216 section 4, RFC 4337, W3C WebVTT). */
final class MediaTypes {
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("ts", "video/mp2t"),
          Map.entry("m2ts", "video/mp2t"),
          Map.entry("mp4", "video/mp4"),
          Map.entry("m4s", "video/mp4"),
          Map.entry("m4v", "video/mp4"),
          Map.entry("cmfv", "video/mp4"),
          Map.entry("m4a", "audio/mp4"),
          Map.entry("cmfa", "audio/mp4"),
          Map.entry("aac", "audio/aac"),
          Map.entry("mp3", "audio/mpeg"),
          Map.entry("ac3", "audio/ac3"),
          Map.entry("ec3", "audio/eac3"),
          Map.entry("vtt", "text/vtt; charset=utf-8"),
          Map.entry("webvtt", "text/vtt; charset=utf-8"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"));

  private MediaTypes() {}

  /** The type of a file of an extension, without the dot. */
  static String of(String extension) {
    return TYPES.getOrDefault(extension.toLowerCase(Locale.ROOT), "application/octet-stream");
  }

  /** The extension of a path, without the dot; {@code bin} when it has none that is safe. */
  static String extension(String path) {
    final String name = path.substring(path.lastIndexOf('/') + 1);
    final String extension = name.substring(name.lastIndexOf('.') + 1);
    return name.indexOf('.') >= 0 && extension.matches("[A-Za-z0-9]{1,6}") ? extension : "bin";
  }
}
