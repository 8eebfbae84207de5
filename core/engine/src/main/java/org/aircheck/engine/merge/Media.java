package org.aircheck.engine.merge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.aircheck.engine.media.Aes128;
import org.aircheck.engine.media.FragmentedMp4;
import org.aircheck.engine.media.MediaException;
import org.aircheck.engine.media.PackedAudio;
import org.aircheck.engine.media.Tfxd;
import org.aircheck.engine.media.TransportStream;
import org.aircheck.engine.store.Asset;
import org.aircheck.engine.store.BodyRef;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.RecordedSegment;
import org.aircheck.engine.store.SegmentState;
import org.aircheck.engine.store.SessionReader;
import org.aircheck.spi.Key;

/** A session's media as ffmpeg can read it: decrypted, with its initialization sections. */
final class Media {
  /** How much of a segment tells where its timestamps begin. */
  private static final int HEAD = 256 * 1024;

  private static final int LARGEST = 1 << 30;
  private static final int LARGEST_TEXT = 16 << 20;

  private static final Set<String> COMMON = Set.of("cenc", "cens", "cbc1", "cbcs");

  private final SessionReader session;
  private final Map<Long, Asset> assets = new HashMap<>();
  private final Map<Long, Optional<BodyRef>> bodies = new HashMap<>();
  private final Map<Long, byte[]> small = new HashMap<>();

  /** The segments that ffmpeg can't read as they are, by their rows. */
  private final Set<Long> rewritten = new HashSet<>();

  private final Map<Long, FragmentedMp4> sections = new HashMap<>();

  Media(SessionReader session) {
    this.session = session;
    session.assets().forEach(a -> assets.put(a.id(), a));
  }

  /** What a segment's bytes are. */
  enum Format {
    TRANSPORT_STREAM("mpegts"),
    FRAGMENTED_MP4("mp4");

    final String ffmpeg;

    Format(String ffmpeg) {
      this.ffmpeg = ffmpeg;
    }
  }

  /** Whether anything was received for a segment that is worth using. */
  boolean isThere(RecordedSegment segment) {
    return (segment.state() == SegmentState.COMPLETE || segment.state() == SegmentState.PARTIAL)
        && body(segment).isPresent();
  }

  /** What was received for a segment. */
  Optional<BodyRef> body(RecordedSegment segment) {
    return segment.exchange().isEmpty()
        ? Optional.empty()
        : bodies.computeIfAbsent(
            segment.exchange().getAsLong(),
            id -> session.observation(id).flatMap(Observation::body));
  }

  Format format(RecordedSegment segment) throws MergeException {
    final String extension = body(segment).map(BodyRef::extension).orElse("");
    if (segment.initialization().isPresent() || extension.equals("mp4")) {
      return Format.FRAGMENTED_MP4;
    }
    // What is encrypted as a whole can't be told by its bytes.
    if (extension.equals("ts")
        || extension.equals("aac")
        || extension.equals("bin")
        || !segment.segment().keys().isEmpty()) {
      return Format.TRANSPORT_STREAM;
    }
    throw new MergeException(
        "segments of type ." + extension + " can't be merged; choose another track");
  }

  /** A segment's first time in ticks of 90 kHz, as written; empty when it has none. */
  OptionalLong first(RecordedSegment segment) throws IOException, MergeException {
    final byte[] head = bytes(segment, HEAD);
    return format(segment) == Format.TRANSPORT_STREAM
        ? TransportStream.first(head)
        : section(segment).first(head);
  }

  /** Where a piece's media ends on its track's timeline: what the manifest says is rounded. */
  long end(Piece piece) throws IOException, MergeException {
    if (format(piece.segment()) != Format.TRANSPORT_STREAM) {
      return piece.end();
    }
    final OptionalLong length = TransportStream.length(bytes(piece.segment(), LARGEST));
    return length.isPresent() ? piece.first() + length.getAsLong() : piece.end();
  }

  /** What describes the coding of a segment: where it differs, one file can't have both. */
  byte[] coding(RecordedSegment segment) throws IOException, MergeException {
    return format(segment) == Format.TRANSPORT_STREAM
        ? TransportStream.videoParameters(bytes(segment, HEAD)).orElse(new byte[0])
        : section(segment).descriptions();
  }

  /** A whole segment with its times moved by so many ticks of 90 kHz. */
  byte[] shifted(RecordedSegment segment, long ticks) throws IOException, MergeException {
    final byte[] bytes = bytes(segment, LARGEST);
    if (format(segment) == Format.TRANSPORT_STREAM) {
      TransportStream.shift(bytes, ticks);
    } else if (!section(segment).shift(bytes, ticks)) {
      throw new MergeException("timestamps of 32 bits are too short for a file of this length");
    }
    return bytes;
  }

  /** A segment's initialization section; empty when it has none. */
  byte[] initialization(RecordedSegment segment) throws IOException, MergeException {
    return segment.initialization().isEmpty()
        ? new byte[0]
        : asset(segment.initialization().getAsLong(), "initialization section");
  }

  /** A segment of text. */
  byte[] text(RecordedSegment segment) throws IOException, MergeException {
    return bytes(segment, LARGEST_TEXT);
  }

  /** A looked at segment's file, when its bytes can be used as they are. */
  Optional<Path> file(RecordedSegment segment) {
    if (rewritten.contains(segment.id())) {
      return Optional.empty();
    }
    return segment.segment().keys().isEmpty() || isCommon(segment.segment().keys())
        ? body(segment).filter(b -> b.onDisk() && !b.extension().equals("aac")).map(session::file)
        : Optional.empty();
  }

  /** The file of a segment's initialization section; empty when it has none. */
  Optional<Path> initializationFile(RecordedSegment segment) {
    return segment.initialization().isEmpty()
        ? Optional.empty()
        : assetBody(segment.initialization().getAsLong())
            .filter(BodyRef::onDisk)
            .map(session::file);
  }

  private Optional<BodyRef> assetBody(long id) {
    return Optional.ofNullable(assets.get(id))
        .filter(a -> a.exchange().isPresent())
        .flatMap(a -> session.observation(a.exchange().getAsLong()))
        .flatMap(Observation::body);
  }

  /** Whether only samples are encrypted (ISO/IEC 23001-7): the boxes can be read. */
  private static boolean isCommon(List<Key> keys) {
    return keys.stream().allMatch(k -> COMMON.contains(k.method()));
  }

  /**
   * The key for a track that is encrypted sample by sample; empty when it is clear.
   *
   * @param keys by their ids, both hexadecimal
   */
  Optional<String> decryptionKey(RecordedSegment segment, Map<String, String> keys)
      throws IOException, MergeException {
    if (format(segment) == Format.TRANSPORT_STREAM) {
      return Optional.empty();
    }
    final Optional<String> id = section(segment).keyId();
    if (id.isEmpty()) {
      return Optional.empty();
    }
    final String key = keys.get(id.get());
    if (key == null) {
      throw new MergeException(
          "the media are encrypted with key "
              + id.get()
              + ": recorded, not merged; with the key, --key "
              + id.get()
              + ":KEY merges them");
    }
    return Optional.of(key);
  }

  private FragmentedMp4 section(RecordedSegment segment) throws IOException, MergeException {
    final long id = segment.initialization().orElse(-1);
    final FragmentedMp4 known = sections.get(id);
    if (known != null && id >= 0) {
      return known;
    }
    // Without a section of its own, a file has it in itself.
    final byte[] bytes = id >= 0 ? initialization(segment) : bytes(segment, HEAD);
    final FragmentedMp4 section = new FragmentedMp4(bytes);
    sections.put(id, section);
    return section;
  }

  private byte[] asset(long id, String what) throws MergeException {
    final byte[] known = small.get(id);
    if (known != null) {
      return known;
    }
    final Optional<BodyRef> body = assetBody(id);
    if (body.isEmpty()) {
      throw new MergeException("an " + what + " was not recorded, so its media can't be used");
    }
    final byte[] bytes = session.content(body.get());
    small.put(id, bytes);
    return bytes;
  }

  private byte[] bytes(RecordedSegment segment, int most) throws IOException, MergeException {
    final BodyRef body =
        body(segment).orElseThrow(() -> new IllegalArgumentException("no body: " + segment.id()));
    final byte[] raw;
    if (body.onDisk()) {
      try (InputStream in = Files.newInputStream(session.file(body))) {
        raw = in.readNBytes(most);
      }
    } else {
      raw = session.content(body);
    }
    final byte[] clear = decrypted(segment, raw, raw.length < body.length());
    if (Tfxd.toTfdt(clear)) {
      rewritten.add(segment.id());
    }
    return PackedAudio.isPacked(clear) ? PackedAudio.transportStream(clear) : clear;
  }

  private byte[] decrypted(RecordedSegment segment, byte[] bytes, boolean part)
      throws MergeException {
    final List<Key> keys = segment.segment().keys();
    if (keys.isEmpty() || isCommon(keys)) {
      return bytes; // ffmpeg decrypts what is encrypted sample by sample
    }
    final Optional<Key> key =
        keys.stream()
            .filter(k -> k.method().equals("AES-128") && k.format().equals("identity"))
            .findFirst();
    final Optional<Long> asset =
        segment.keys().stream()
            .filter(id ->
                assets.containsKey(id)
                    && key.flatMap(Key::uri).equals(Optional.of(assets.get(id).uri())))
            .findFirst();
    if (key.isEmpty() || asset.isEmpty() || key.get().iv().isEmpty()) {
      throw new MergeException(
          "the media are encrypted with "
              + keys.getFirst().method()
              + ", for which the session has no key: recorded, not merged");
    }
    final byte[] secret = asset(asset.get(), "key");
    try {
      return Aes128.decrypt(bytes, secret, key.get().iv().get(), part);
    } catch (MediaException e) {
      throw new MergeException("a segment can't be decrypted with the recorded key", e);
    }
  }
}
