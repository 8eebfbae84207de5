package org.aircheck.engine.vod;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.aircheck.spi.Initialization;
import org.aircheck.spi.Key;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/** Reads a stream from its manifest's file, with all that belongs to it. For one stream, once. */
final class StreamReader {
  private static final int MOST_MISSING_NAMED = 3;

  private final ManifestFile.Reader reader;
  private final String name;
  private final Map<URI, Resource> resources = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final List<VodTrack> tracks = new ArrayList<>();

  StreamReader(ManifestFile.Reader reader, String name) {
    this.reader = reader;
    this.name = name;
  }

  /**
   * The stream of a manifest. What is broken in it is left out and told; the rest goes on.
   *
   * @throws VodException when nothing is left
   */
  VodStream read(ManifestFile manifest) throws VodException {
    final Presentation whole = manifest.presentation();
    final boolean single =
        !manifest.isMultivariant()
            && whole.tracks().size() == 1
            && whole.tracks().getFirst().period().isEmpty();
    if (!whole.ended() && !manifest.isMultivariant()) {
      notEnded(manifest);
    }
    final Optional<String> period =
        whole.tracks().stream().flatMap(t -> t.period().stream()).map(p -> p.id()).findFirst();
    for (Track track : whole.tracks()) {
      if (!track.period().map(p -> p.id()).equals(period)) {
        tellOnce("the manifest has several periods; the first one is looped");
        continue;
      }
      try {
        tracks.add(
            track.manifest().isPresent()
                ? own(manifest.file(), track)
                : inline(manifest, track, single));
      } catch (VodException e) {
        problems.add(e.getMessage());
      }
    }
    if (tracks.isEmpty()) {
      throw new VodException(
          problems.isEmpty() ? "the manifest lists nothing" : String.valueOf(problems.getFirst()));
    }
    return new VodStream(
        name, manifest.protocol().id(), single, whole, tracks, resources, problems);
  }

  private void notEnded(ManifestFile manifest) throws VodException {
    if (manifest.presentation().tracks().stream().anyMatch(t -> t.period().isPresent())) {
      throw new VodException(
          reader.name(manifest.file()) + " is live itself (type=\"dynamic\"): record it first");
    }
    problems.add(
        reader.name(manifest.file()) + " has no end (EXT-X-ENDLIST); what it lists is looped");
  }

  /** A track with a manifest of its own. */
  private VodTrack own(Path whole, Track track) throws VodException {
    final Path file = reader.root().file(track.manifest().orElseThrow());
    final ManifestFile manifest = reader.read(file, track.context());
    final Presentation presentation = manifest.presentation();
    if (manifest.isMultivariant() || presentation.tracks().size() != 1) {
      throw new VodException(reader.name(file) + " is no media playlist; left out");
    }
    if (!presentation.ended()) {
      notEnded(manifest);
    }
    return new VodTrack(
        unique(variant(whole, file)),
        track.withSegments(segments(presentation.tracks().getFirst(), reader.name(file))),
        presentation.targetDuration(),
        Clean.lines(presentation.extras()));
  }

  private VodTrack inline(ManifestFile manifest, Track track, boolean single) throws VodException {
    final String label = reader.name(manifest.file()) + (single ? "" : " (" + track.id() + ")");
    return new VodTrack(
        unique(track.id()),
        track.withSegments(segments(track, label)),
        manifest.presentation().targetDuration(),
        single ? Clean.lines(manifest.presentation().extras()) : List.of());
  }

  /** A variant is called after its folder, where it has one; else after its playlist. */
  private String variant(Path whole, Path playlist) {
    final String file = playlist.getFileName().toString();
    final String stem = file.substring(0, Math.max(1, file.lastIndexOf('.')));
    final Path parent = playlist.resolveSibling("");
    final boolean apart = !parent.equals(whole.resolveSibling(""));
    final String folder = apart ? String.valueOf(parent.getFileName()) : "";
    return folder.isEmpty() || names.contains(folder) ? stem : folder;
  }

  private String unique(String wanted) {
    final String base = wanted.replaceAll("[^\\p{L}\\p{N}._-]+", "-");
    String unique = base;
    for (int i = 2; !names.add(unique); i++) {
      unique = base + "-" + i;
    }
    return unique;
  }

  private List<Segment> segments(Track track, String label) throws VodException {
    final List<Segment> segments = new ArrayList<>();
    final List<String> missing = new ArrayList<>();
    for (Segment segment : track.segments()) {
      final boolean there = locate(segment.uri());
      if (!there && !segment.gap()) {
        missing.add(MediaRoot.shown(segment.uri()));
      }
      accompany(segment, label);
      segments.add(Clean.segment(segment, segments.isEmpty(), !there));
    }
    if (segments.isEmpty()) {
      throw new VodException(label + " lists no segments");
    }
    if (segments.stream().allMatch(Segment::gap)) {
      throw new VodException(label + ": not one of its segments is there");
    }
    if (segments.stream().noneMatch(s -> s.duration().ticks() > 0)) {
      throw new VodException(label + ": its segments have no durations");
    }
    if (!missing.isEmpty()) {
      final String named =
          String.join(", ", missing.subList(0, Math.min(MOST_MISSING_NAMED, missing.size())));
      problems.add(
          label
              + ": "
              + (missing.size() == 1
                  ? "a segment is missing: "
                  : missing.size() + " segments are missing: ")
              + named
              + (missing.size() > MOST_MISSING_NAMED ? ", …" : "")
              + "; announced as a gap, players skip it");
    }
    return segments;
  }

  /** What a segment can't be played without. */
  private void accompany(Segment segment, String label) throws VodException {
    final Optional<URI> map = segment.initialization().map(Initialization::uri);
    if (map.isPresent() && !locate(map.get())) {
      throw new VodException(
          label + ": the initialization section " + MediaRoot.shown(map.get()) + " is missing");
    }
    for (Key key : segment.keys()) {
      if (key.uri().isPresent() && MediaRoot.covers(key.uri().get()) && !locate(key.uri().get())) {
        throw new VodException(
            label + ": the key " + MediaRoot.shown(key.uri().get()) + " is missing");
      }
    }
  }

  /** Whether the file at an address is there; then it is known from now on. */
  private boolean locate(URI uri) throws VodException {
    if (resources.containsKey(uri)) {
      return true;
    }
    final Path file = reader.root().file(uri);
    if (!Files.isRegularFile(file)) {
      return false;
    }
    resources.put(uri, new Resource.Stored(file));
    return true;
  }

  private void tellOnce(String problem) {
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
