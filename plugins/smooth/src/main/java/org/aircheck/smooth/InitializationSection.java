package org.aircheck.smooth;

import java.util.Optional;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;

/**
 * The initialization section that a client makes itself, as Smooth Streaming has none to fetch: a
 * movie box with one track and no samples (ISO/IEC 14496-12 sections 8.2 to 8.8).
 */
final class InitializationSection {
  /** Fragments are of track 1 where a section has but one. */
  private static final int TRACK = 1;

  private static final String UNITY =
      "000100000000000000000000000000000001000000000000000000000000000040000000";

  private InitializationSection() {}

  /**
   * Makes one.
   *
   * @param timescale ticks a second of the fragments' times
   * @param entry the sample entry box, which says how samples are coded
   */
  static byte[] of(
      TrackKind kind, long timescale, Optional<Traits.Resolution> resolution, byte[] entry) {
    final byte[] tracks =
        Boxes.box(
            "trak",
            trackHeader(kind, resolution),
            Boxes.box(
                "mdia",
                Boxes.box(
                    "mdhd",
                    Boxes.full(0, 0)
                        .zeros(8)
                        .int32(timescale)
                        .int32(0)
                        .int16(0x55C4)
                        .int16(0)
                        .written()),
                handler(kind),
                Boxes.box("minf", mediaHeader(kind), dataReferences(), sampleTable(entry))));
    final byte[] movieHeader =
        Boxes.box(
            "mvhd",
            Boxes.full(0, 0)
                .zeros(8)
                .int32(timescale)
                .int32(0)
                .int32(0x00010000)
                .int16(0x0100)
                .zeros(10)
                .hex(UNITY)
                .zeros(24)
                .int32(TRACK + 1)
                .written());
    final byte[] extended =
        Boxes.box(
            "mvex", Boxes.box("trex", Boxes.full(0, 0).int32(TRACK).int32(1).zeros(12).written()));
    final Boxes section = new Boxes();
    return section
        .bytes(Boxes.box("ftyp", new Boxes().text("iso6").int32(1).text("isomiso6msdh").written()))
        .bytes(Boxes.box("moov", movieHeader, tracks, extended))
        .written();
  }

  private static byte[] trackHeader(TrackKind kind, Optional<Traits.Resolution> resolution) {
    final int width = resolution.map(Traits.Resolution::width).orElse(0);
    final int height = resolution.map(Traits.Resolution::height).orElse(0);
    return Boxes.box(
        "tkhd",
        Boxes.full(0, 7)
            .zeros(8)
            .int32(TRACK)
            .zeros(16)
            .zeros(4)
            .int16(kind == TrackKind.AUDIO ? 0x0100 : 0)
            .int16(0)
            .hex(UNITY)
            .int32((long) width << 16)
            .int32((long) height << 16)
            .written());
  }

  private static byte[] handler(TrackKind kind) {
    final String type =
        switch (kind) {
          case AUDIO -> "soun";
          case SUBTITLES -> "subt";
          case VIDEO, IFRAMES, THUMBNAILS -> "vide";
        };
    return Boxes.box(
        "hdlr", Boxes.full(0, 0).int32(0).text(type).zeros(12).text("stream").int8(0).written());
  }

  private static byte[] mediaHeader(TrackKind kind) {
    return switch (kind) {
      case AUDIO -> Boxes.box("smhd", Boxes.full(0, 0).int32(0).written());
      case SUBTITLES -> Boxes.box("sthd", Boxes.full(0, 0).written());
      case VIDEO, IFRAMES, THUMBNAILS -> Boxes.box("vmhd", Boxes.full(0, 1).zeros(8).written());
    };
  }

  private static byte[] dataReferences() {
    final byte[] here = Boxes.box("url ", Boxes.full(0, 1).written());
    return Boxes.box("dinf", Boxes.box("dref", Boxes.full(0, 0).int32(1).written(), here));
  }

  private static byte[] sampleTable(byte[] entry) {
    return Boxes.box(
        "stbl",
        Boxes.box("stsd", Boxes.full(0, 0).int32(1).written(), entry),
        Boxes.box("stts", Boxes.full(0, 0).int32(0).written()),
        Boxes.box("stsc", Boxes.full(0, 0).int32(0).written()),
        Boxes.box("stsz", Boxes.full(0, 0).int32(0).int32(0).written()),
        Boxes.box("stco", Boxes.full(0, 0).int32(0).written()));
  }
}
