package org.aircheck.engine.media;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** What a body is, by its first bytes; the content type and the address say nothing reliable. */
public enum MediaFormat {
  /** MPEG-2 transport stream. */
  TS("ts"),
  /** ISO base media file format: fragmented MP4, CMAF, initialization sections. */
  MP4("mp4"),
  /** AAC in ADTS frames, perhaps behind an ID3 tag. */
  ADTS("aac"),
  /** MPEG audio layer I to III, perhaps behind an ID3 tag. */
  MP3("mp3"),
  /** AC-3 or E-AC-3. */
  AC3("ac3"),
  /** WebVTT subtitles. */
  WEBVTT("vtt"),
  /** XML: TTML subtitles. */
  XML("xml"),
  /** A JPEG picture. */
  JPEG("jpg"),
  /** An HTML page: never media. */
  HTML("html"),
  /** Anything else, such as encrypted bytes. */
  UNKNOWN("bin");

  /** How many first bytes {@link #of} looks at. */
  public static final int HEAD = 512;

  private static final Set<String> BOXES =
      Set.of(
          "ftyp", "styp", "moof", "moov", "sidx", "ssix", "emsg", "prft", "free", "skip", "uuid",
          "mdat");

  private final String extension;

  MediaFormat(String extension) {
    this.extension = extension;
  }

  /** The extension of a file of this format, without the dot. */
  public String extension() {
    return extension;
  }

  /**
   * The format of a body.
   *
   * @param head the first {@link #HEAD} bytes, or all of a shorter body
   */
  public static MediaFormat of(byte[] head) {
    final int start = Id3.end(head);
    if (start > 0) {
      return start + 1 < head.length && isMpegAudio(head, start) ? MP3 : ADTS;
    }
    if (head.length >= 8 && BOXES.contains(new String(head, 4, 4, StandardCharsets.ISO_8859_1))) {
      return MP4;
    }
    if (head.length > 0 && head[0] == 0x47 && (head.length <= 188 || head[188] == 0x47)) {
      return TS;
    }
    if (head.length >= 2) {
      final int sync = (head[0] & 0xff) << 8 | head[1] & 0xff;
      if ((sync & 0xfff6) == 0xfff0) {
        return ADTS;
      }
      if (isMpegAudio(head, 0)) {
        return MP3;
      }
      if (sync == 0x0b77) {
        return AC3;
      }
      if (sync == 0xffd8) {
        return JPEG;
      }
    }
    return ofText(head);
  }

  /**
   * Layers I to III have a layer field that is not zero; zero is ADTS (ISO/IEC 13818-7 and 11172-3
   * frame headers).
   */
  private static boolean isMpegAudio(byte[] bytes, int at) {
    return (bytes[at] & 0xff) == 0xff
        && (bytes[at + 1] & 0xe0) == 0xe0
        && (bytes[at + 1] & 0x06) != 0;
  }

  private static MediaFormat ofText(byte[] head) {
    final String text =
        new String(head, 0, Math.min(head.length, 256), StandardCharsets.UTF_8)
            .replace("\uFEFF", "")
            .strip()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("webvtt")) {
      return WEBVTT;
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<head")) {
      return HTML;
    }
    return text.startsWith("<?xml") || text.startsWith("<tt") ? XML : UNKNOWN;
  }
}
