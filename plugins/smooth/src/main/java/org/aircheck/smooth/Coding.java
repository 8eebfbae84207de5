package org.aircheck.smooth;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.aircheck.spi.TrackKind;

/**
 * How a quality level's samples are coded: what CodecPrivateData says ([MS-SSTR] section 2.2.2.5).
 *
 * @param fourCc as written, in capitals
 * @param codecs RFC 6381 codecs
 * @param entry the sample entry box; empty when the coding is none that is known
 */
record Coding(String fourCc, Optional<String> codecs, Optional<byte[]> entry) {
  private static final int LARGEST = 20_000;

  static Coding of(Element stream, Element level, TrackKind kind) {
    final String fourCc =
        level
            .attribute("fourcc")
            .or(() -> stream.attribute("subtype"))
            .orElse(kind == TrackKind.AUDIO ? "AACL" : "")
            .strip()
            .toUpperCase(Locale.ROOT);
    final byte[] data = data(level.attribute("codecprivatedata").orElse(""));
    return switch (fourCc) {
      case "H264", "AVC1", "X264", "DAVC" -> avc(fourCc, level, data);
      case "AACL", "AACH", "AACP" -> aac(fourCc, level, data);
      case "TTML", "DFXP", "CAPT", "SUBT" ->
          new Coding(fourCc, Optional.of("stpp"), Optional.of(timedText()));
      default -> new Coding(fourCc, Optional.empty(), Optional.empty());
    };
  }

  private static byte[] data(String hex) {
    final String digits = hex.strip();
    return digits.length() <= LARGEST && digits.matches("([0-9a-fA-F]{2})*")
        ? HexFormat.of().parseHex(digits)
        : new byte[0];
  }

  /** AVCSampleEntry with its configuration (ISO/IEC 14496-15 section 5.3). */
  private static Coding avc(String fourCc, Element level, byte[] data) {
    final List<byte[]> units = ParameterSets.of(data);
    final List<byte[]> sequence = ParameterSets.ofType(units, 7);
    final List<byte[]> picture = ParameterSets.ofType(units, 8);
    if (sequence.isEmpty() || picture.isEmpty() || sequence.getFirst().length < 4) {
      return new Coding(fourCc, Optional.empty(), Optional.empty());
    }
    final byte[] first = sequence.getFirst();
    final long length = level.number("nalunitlengthfield").orElse(4);
    final Boxes configuration =
        new Boxes()
            .int8(1)
            .int8(first[1])
            .int8(first[2])
            .int8(first[3])
            .int8(0xFC | (int) (length >= 1 && length <= 4 ? length - 1 : 3))
            .int8(0xE0 | sequence.size());
    sequence.forEach(set -> configuration.int16(set.length).bytes(set));
    configuration.int8(picture.size());
    picture.forEach(set -> configuration.int16(set.length).bytes(set));
    final int width = (int) size(level, "maxwidth", "width");
    final int height = (int) size(level, "maxheight", "height");
    final byte[] entry =
        Boxes.box(
            "avc1",
            new Boxes()
                .zeros(6)
                .int16(1)
                .zeros(16)
                .int16(width)
                .int16(height)
                .int32(0x00480000)
                .int32(0x00480000)
                .int32(0)
                .int16(1)
                .zeros(32)
                .int16(0x18)
                .int16(0xFFFF)
                .bytes(Boxes.box("avcC", configuration.written()))
                .written());
    final String codecs = "avc1." + HexFormat.of().formatHex(first, 1, 4);
    return new Coding(fourCc, Optional.of(codecs), Optional.of(entry));
  }

  private static long size(Element level, String name, String other) {
    return Math.min(0xFFFF, level.number(name).orElse(level.number(other).orElse(0)));
  }

  /** MP4AudioSampleEntry with its ES_Descriptor (ISO/IEC 14496-14 section 5.6). */
  private static Coding aac(String fourCc, Element level, byte[] data) {
    final long stated = level.number("samplingrate").orElse(0);
    final long rate = stated > 0 ? Math.min(0xFFFF_FFFFL, stated) : 44_100;
    final int channels = (int) Math.clamp(level.number("channels").orElse(2), 1, 8);
    final byte[] configuration =
        data.length >= 2 && data.length <= 100
            ? data
            : AudioConfiguration.of(!fourCc.equals("AACL"), rate, channels);
    final byte[] specific = descriptor(5, configuration);
    final byte[] decoder =
        descriptor(
            4,
            new Boxes()
                .int8(0x40)
                .int8(0x15)
                .zeros(3)
                .int32(bitRate(level))
                .int32(bitRate(level))
                .bytes(specific)
                .written());
    final byte[] stream =
        descriptor(
            3,
            new Boxes()
                .int16(1)
                .int8(0)
                .bytes(decoder)
                .bytes(descriptor(6, new byte[] {2}))
                .written());
    final byte[] entry =
        Boxes.box(
            "mp4a",
            new Boxes()
                .zeros(6)
                .int16(1)
                .zeros(8)
                .int16(channels)
                .int16(16)
                .zeros(4)
                .int32((rate <= 0xFFFF ? rate : 0) << 16)
                .bytes(Boxes.box("esds", Boxes.full(0, 0).bytes(stream).written()))
                .written());
    final int object = (configuration[0] & 0xFF) >> 3;
    return new Coding(fourCc, Optional.of("mp4a.40." + object), Optional.of(entry));
  }

  private static long bitRate(Element level) {
    return Math.min(0xFFFF_FFFFL, level.number("bitrate").orElse(0));
  }

  private static byte[] descriptor(int tag, byte[] content) {
    return new Boxes().int8(tag).int8(content.length).bytes(content).written();
  }

  /** XMLSubtitleSampleEntry (ISO/IEC 14496-12 section 12.6.3.2). */
  private static byte[] timedText() {
    return Boxes.box(
        "stpp",
        new Boxes()
            .zeros(6)
            .int16(1)
            .text("http://www.w3.org/ns/ttml")
            .int8(0)
            .int8(0)
            .int8(0)
            .written());
  }
}
