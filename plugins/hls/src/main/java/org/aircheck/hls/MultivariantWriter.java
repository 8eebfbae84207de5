package org.aircheck.hls;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** Writes a multivariant playlist (RFC 8216 section 4.3.4). For one presentation. */
final class MultivariantWriter {
  private final Presentation presentation;
  private final StringBuilder out = new StringBuilder(2048);

  private MultivariantWriter(Presentation presentation) {
    this.presentation = presentation;
  }

  static String write(Presentation presentation) {
    final MultivariantWriter writer = new MultivariantWriter(presentation);
    writer.playlist();
    return writer.out.toString();
  }

  private void playlist() {
    line("#EXTM3U");
    line("#EXT-X-VERSION:6");
    presentation.extras().forEach(this::line);
    // Sound alone, as DASH has it, is a variant.
    final boolean alone =
        presentation.tracks().stream()
            .noneMatch(t -> t.group().isEmpty() && t.kind() != TrackKind.IFRAMES);
    presentation.tracks().stream()
        .filter(t -> t.group().isPresent() && !(alone && t.kind() == TrackKind.AUDIO))
        .forEach(this::rendition);
    for (Track track : presentation.tracks()) {
      switch (track.kind()) {
        case IFRAMES -> still("#EXT-X-I-FRAME-STREAM-INF:", track);
        case THUMBNAILS -> still("#EXT-X-IMAGE-STREAM-INF:", track);
        case VIDEO, AUDIO, SUBTITLES -> {
          if (track.group().isEmpty() || alone && track.kind() == TrackKind.AUDIO) {
            variant(track);
          }
        }
      }
    }
  }

  private void rendition(Track track) {
    final String group = track.group().orElseThrow();
    final AttributeList list = new AttributeList();
    list.bare("TYPE", type(group));
    list.quoted("GROUP-ID", name(group));
    final String name =
        track.traits().name().or(() -> track.traits().language()).orElse(track.id());
    list.quoted("NAME", name);
    track.traits().language().ifPresent(l -> list.quoted("LANGUAGE", l));
    if (track.extras().isEmpty()) {
      list.bare("DEFAULT", isFirst(track) ? "YES" : "NO");
      list.bare("AUTOSELECT", "YES");
    }
    track.extras().forEach(list::written);
    list.quoted("URI", address(track));
    line("#EXT-X-MEDIA:" + list);
  }

  private boolean isFirst(Track track) {
    return presentation.tracks().stream()
        .filter(t -> t.group().equals(track.group()))
        .findFirst()
        .equals(Optional.of(track));
  }

  /** A variant, once for each of the audio groups that it plays with. */
  private void variant(Track track) {
    final List<String> sounds = groups(track, "audio");
    for (int i = 0; i < Math.max(1, sounds.size()); i++) {
      final Optional<String> sound = sounds.stream().skip(i).findFirst();
      final AttributeList list = described(track, codecs(track, sound));
      sound.ifPresent(g -> list.quoted("AUDIO", name(g)));
      groups(track, "video").stream().findFirst().ifPresent(g -> list.quoted("VIDEO", name(g)));
      groups(track, "subtitles").stream()
          .findFirst()
          .ifPresent(g -> list.quoted("SUBTITLES", name(g)));
      track.extras().forEach(list::written);
      line("#EXT-X-STREAM-INF:" + list);
      line(address(track));
    }
  }

  private void still(String tag, Track track) {
    final AttributeList list = described(track, track.traits().codecs());
    track.extras().forEach(list::written);
    list.quoted("URI", address(track));
    line(tag + list);
  }

  private static AttributeList described(Track track, Optional<String> codecs) {
    final AttributeList list = new AttributeList();
    // It has to be there (section 4.3.4.2); who can't know the rate gives a low one.
    list.bare("BANDWIDTH", Long.toString(Math.max(1, track.traits().bandwidth().orElse(1))));
    track.traits().resolution().ifPresent(r -> list.bare("RESOLUTION", r.toString()));
    if (track.kind() != TrackKind.IFRAMES && track.traits().frameRate().isPresent()) {
      final double rate = track.traits().frameRate().getAsDouble();
      list.bare("FRAME-RATE", String.format(Locale.ROOT, "%.3f", rate));
    }
    codecs.ifPresent(c -> list.quoted("CODECS", c));
    return list;
  }

  /** The groups of a type that the track plays with, as far as they have members. */
  private List<String> groups(Track track, String type) {
    return track.uses().stream()
        .filter(g -> g.startsWith(type + ":"))
        .filter(this::has)
        .sorted()
        .toList();
  }

  private boolean has(String group) {
    return presentation.tracks().stream().anyMatch(t -> t.group().equals(Optional.of(group)))
        || presentation.extras().stream()
            .anyMatch(e -> e.contains("GROUP-ID=\"" + name(group) + "\""));
  }

  /** Those of the sound, too: a variant names all that is needed to play it. */
  private Optional<String> codecs(Track track, Optional<String> sound) {
    final Optional<String> own = track.traits().codecs();
    return own.map(c ->
        Stream.concat(
                Stream.of(c),
                presentation.tracks().stream()
                    .filter(t -> sound.isPresent() && t.group().equals(sound))
                    .flatMap(t -> t.traits().codecs().stream())
                    .filter(s -> !c.contains(s))
                    .limit(1))
            .collect(Collectors.joining(",")));
  }

  private static String address(Track track) {
    return track.manifest().orElseThrow().toString();
  }

  private static String type(String group) {
    return group.substring(0, group.indexOf(':')).toUpperCase(Locale.ROOT);
  }

  private static String name(String group) {
    final int colon = group.indexOf(':');
    return colon + 1 < group.length() ? group.substring(colon + 1) : group.substring(0, colon);
  }

  private void line(String text) {
    out.append(text.replace('\n', ' ').replace('\r', ' ')).append('\n');
  }

  /** The attributes behind a tag. */
  private static final class AttributeList {
    private final StringBuilder text = new StringBuilder(128);

    void bare(String name, String value) {
      written(name + "=" + value);
    }

    void quoted(String name, String value) {
      written(name + "=\"" + value.replace('"', '\'') + '"');
    }

    void written(String attribute) {
      text.append(text.isEmpty() ? "" : ",").append(attribute);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
