package org.aircheck.engine.media;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether a media body is whole, by the structure of its format. It tells a cut or foreign body
 * from a good one; it does not validate media.
 */
public final class Structure {
  private static final int PACKET = 188;
  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /**
   * Sync bytes looked at in a transport stream, spread evenly: a shifted or overwritten part shows
   * in any of them.
   */
  private static final int SAMPLES = 64;

  private Structure() {}

  /** How a body is to be looked at. */
  public enum Scope {
    /** A whole resource in the clear. */
    WHOLE,
    /**
     * Part of a resource, which may end inside a box or frame: only its beginning tells something.
     */
    PART,
    /**
     * Encrypted as a whole with AES-128 (RFC 8216 section 4.3.2.4): only its length tells
     * something.
     */
    ENCRYPTED
  }

  /**
   * What a body turned out to be.
   *
   * @param defect what is wrong with it, for people; empty when it is whole
   */
  public record Verdict(MediaFormat format, Optional<String> defect) {
    private static Verdict good(MediaFormat format) {
      return new Verdict(format, Optional.empty());
    }

    private static Verdict bad(MediaFormat format, String defect) {
      return new Verdict(format, Optional.of(defect));
    }
  }

  /** Looks at a body on disk. */
  public static Verdict check(Path file, Scope scope) throws IOException {
    try (FileChannel channel = FileChannel.open(file);
        Arena arena = Arena.ofConfined()) {
      return channel.size() == 0
          ? Verdict.bad(MediaFormat.UNKNOWN, "the body is empty")
          : check(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), scope);
    }
  }

  private static Verdict check(MemorySegment body, Scope scope) {
    final byte[] head = body.asSlice(0, Math.min(body.byteSize(), MediaFormat.HEAD)).toArray(BYTE);
    final MediaFormat format = MediaFormat.of(head);
    if (format == MediaFormat.HTML) {
      return Verdict.bad(format, "the body is an HTML page");
    }
    return switch (scope) {
      case PART -> Verdict.good(format);
      case ENCRYPTED ->
          body.byteSize() % 16 == 0
              ? Verdict.good(MediaFormat.UNKNOWN)
              : Verdict.bad(
                  MediaFormat.UNKNOWN,
                  body.byteSize() + " bytes are no whole number of AES blocks");
      case WHOLE -> new Verdict(format, defect(body, format, head));
    };
  }

  private static Optional<String> defect(MemorySegment body, MediaFormat format, byte[] head) {
    return switch (format) {
      case TS -> transportStream(body);
      case MP4 -> boxes(body);
      case ADTS -> frames(body, Id3.end(head));
      case MP3, AC3, WEBVTT, XML, JPEG, HTML, UNKNOWN -> Optional.empty();
    };
  }

  private static Optional<String> transportStream(MemorySegment body) {
    final long length = body.byteSize();
    if (length % PACKET != 0) {
      return Optional.of(length + " bytes are no whole number of transport stream packets");
    }
    final long packets = length / PACKET;
    final long step = Math.max(1, packets / SAMPLES);
    for (long packet = 0; packet < packets; packet += step) {
      if (body.get(BYTE, packet * PACKET) != 0x47) {
        return Optional.of("no sync byte at offset " + packet * PACKET);
      }
    }
    return Optional.empty();
  }

  /** Boxes must end where the body ends (ISO/IEC 14496-12 section 4.2). */
  private static Optional<String> boxes(MemorySegment body) {
    final long length = body.byteSize();
    long at = 0;
    while (at < length) {
      if (length - at < 8) {
        return Optional.of("cut inside a box header at offset " + at);
      }
      final long size = boxSize(body, at);
      if (size < 8 || size > length - at) {
        final byte[] type = body.asSlice(at + 4, 4).toArray(BYTE);
        final String name = new String(type, StandardCharsets.ISO_8859_1).replaceAll("[^ -~]", "?");
        return Optional.of(
            "box '" + name + "' at offset " + at + " does not fit: " + size + " bytes");
      }
      at += size;
    }
    return Optional.empty();
  }

  private static long boxSize(MemorySegment body, long at) {
    final long size = body.get(INT, at) & 0xffff_ffffL;
    if (size == 0) {
      return body.byteSize() - at; // "extends to the end of the file"
    }
    if (size > 1) {
      return size;
    }
    return body.byteSize() - at < 16 ? 0 : body.get(LONG, at + 8);
  }

  /** ADTS frames must end where the body ends (ISO/IEC 13818-7 section 6.2). */
  private static Optional<String> frames(MemorySegment body, long start) {
    final long length = body.byteSize();
    long at = start;
    while (at < length) {
      if (length - at < 7) {
        return Optional.of("cut inside an ADTS header at offset " + at);
      }
      final int sync = (body.get(BYTE, at) & 0xff) << 8 | body.get(BYTE, at + 1) & 0xff;
      final int size =
          (body.get(BYTE, at + 3) & 3) << 11
              | (body.get(BYTE, at + 4) & 0xff) << 3
              | (body.get(BYTE, at + 5) & 0xff) >> 5;
      if ((sync & 0xfff6) != 0xfff0 || size < 7 || size > length - at) {
        return Optional.of("no whole ADTS frame at offset " + at);
      }
      at += size;
    }
    return Optional.empty();
  }
}
