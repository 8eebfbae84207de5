package org.aircheck.hls;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;
import org.aircheck.spi.Traits;
import org.aircheck.spi.Warning;

/** Reads a multivariant playlist: tracks that have playlists of their own. For one playlist. */
final class MultivariantReader {
  private static final int MOST_TRACKS = 2_000;
  private static final Set<String> MODELLED =
      Set.of(
          "TYPE",
          "URI",
          "GROUP-ID",
          "NAME",
          "LANGUAGE",
          "BANDWIDTH",
          "RESOLUTION",
          "FRAME-RATE",
          "CODECS",
          "AUDIO",
          "VIDEO",
          "SUBTITLES");
  private static final Optional<String> NO_GROUP = Optional.empty();
  private static final Pattern RESOLUTION = Pattern.compile("(\\d{1,6})\\s*[xX]\\s*(\\d{1,6})");
  private static final Pattern SOUND =
      Pattern.compile("(mp4a|ac-3|ec-3|ac-4|opus|flac|fl\\dac|alac|mp3)\\b.*");

  private final URI playlist;
  private final Variables variables;
  private final List<Warning> warnings;

  /** One track for each address: a variant that is listed twice, with two audio groups, is one. */
  private final Map<URI, Draft> drafts = new LinkedHashMap<>();

  private final Set<URI> companions = new LinkedHashSet<>();
  private final List<String> extras = new ArrayList<>();

  /** What is known of a track so far. */
  private static final class Draft {
    final Optional<String> group;
    final Set<String> uses = new LinkedHashSet<>();
    TrackKind kind;
    Traits traits;
    List<String> extras;

    Draft(TrackKind kind, Traits traits, Optional<String> group, List<String> extras) {
      this.kind = kind;
      this.traits = traits;
      this.group = group;
      this.extras = extras;
    }
  }

  MultivariantReader(URI playlist, Variables variables, List<Warning> warnings) {
    this.playlist = playlist;
    this.variables = variables;
    this.warnings = warnings;
  }

  Presentation read(List<Line> lines) throws MalformedManifestException {
    Optional<Line> stream = Optional.empty();
    for (Line line : lines) {
      if (line.isAddress()) {
        variant(stream, line);
        stream = Optional.empty();
      } else if (line.tag().equals("#EXT-X-STREAM-INF")) {
        stream.ifPresent(l -> warn(l, "EXT-X-STREAM-INF without an address after it; ignored"));
        stream = Optional.of(line);
      } else if (line.isTag()) {
        tag(line);
      }
      if (drafts.size() > MOST_TRACKS) {
        throw new MalformedManifestException("more than " + MOST_TRACKS + " tracks", line.number());
      }
      variables.checkSize(line.number());
    }
    stream.ifPresent(l -> warn(l, "EXT-X-STREAM-INF without an address after it; ignored"));
    return Presentation.builder(tracks())
        .companions(List.copyOf(companions))
        .extras(extras)
        .warnings(warnings)
        .build();
  }

  private void tag(Line line) {
    switch (line.tag()) {
      case "#EXT-X-DEFINE" -> variables.define(attributes(line)).ifPresent(w -> warn(line, w));
      case "#EXT-X-MEDIA" -> media(line, attributes(line));
      case "#EXT-X-I-FRAME-STREAM-INF" -> stills(line, TrackKind.IFRAMES);
      case "#EXT-X-IMAGE-STREAM-INF" -> stills(line, TrackKind.THUMBNAILS);
      case "#EXT-X-SESSION-KEY", "#EXT-X-SESSION-DATA" -> companion(attributes(line), "URI");
      case "#EXT-X-CONTENT-STEERING" -> companion(attributes(line), "SERVER-URI");
      case "#EXTM3U", "#EXT-X-VERSION" -> {}
      default -> extras.add(line.text());
    }
  }

  private Attributes attributes(Line line) {
    final Attributes attributes = Attributes.of(line.value().orElse(""), variables);
    attributes.oddities().forEach(o -> warn(line, o));
    return attributes;
  }

  private void variant(Optional<Line> stream, Line address) {
    if (stream.isEmpty()) {
      warn(address, "an address without EXT-X-STREAM-INF in front of it; taken for a variant");
    }
    final Attributes a = stream.map(this::attributes).orElse(Attributes.of("", variables));
    final Traits traits = traits(a);
    final boolean sound =
        traits.resolution().isEmpty() && traits.codecs().filter(c -> isSound(c)).isPresent();
    final TrackKind kind = sound ? TrackKind.AUDIO : TrackKind.VIDEO;
    variables.undefined(address.text()).ifPresent(w -> warn(address, w));
    final Optional<Draft> draft =
        draft(
            address,
            variables.substitute(address.text()),
            new Draft(kind, traits, NO_GROUP, stream.map(this::others).orElse(List.of())));
    draft.ifPresent(d -> {
      if (d.kind == TrackKind.AUDIO && traits.resolution().isPresent()) {
        // The playlist of an EXT-X-MEDIA may be a variant's own: the variant says what is in it.
        d.kind = kind;
        d.traits = traits;
        d.extras = stream.map(this::others).orElse(List.of());
      }
      a.text("AUDIO").ifPresent(g -> d.uses.add("audio:" + g));
      a.text("VIDEO").ifPresent(g -> d.uses.add("video:" + g));
      a.text("SUBTITLES").ifPresent(g -> d.uses.add("subtitles:" + g));
    });
  }

  private void media(Line line, Attributes a) {
    final String type = a.text("TYPE").orElse("").toUpperCase(Locale.ROOT);
    final Optional<TrackKind> kind =
        switch (type) {
          case "AUDIO" -> Optional.of(TrackKind.AUDIO);
          case "VIDEO" -> Optional.of(TrackKind.VIDEO);
          case "SUBTITLES" -> Optional.of(TrackKind.SUBTITLES);
          case "CLOSED-CAPTIONS" -> Optional.empty();
          default -> {
            warn(line, "EXT-X-MEDIA of unknown TYPE " + type + "; ignored");
            yield Optional.empty();
          }
        };
    // Without an address the rendition is in the variants' own segments (RFC 8216 section
    // 4.3.4.2.1).
    if (a.text("URI").isEmpty()) {
      extras.add(line.text());
    } else if (kind.isPresent()) {
      final String group = type.toLowerCase(Locale.ROOT) + ":" + a.text("GROUP-ID").orElse("");
      draft(
          line,
          a.text("URI").get(),
          new Draft(kind.get(), traits(a), Optional.of(group), others(line)));
    }
  }

  private void stills(Line line, TrackKind kind) {
    final Attributes a = attributes(line);
    if (a.text("URI").isEmpty()) {
      warn(line, line.tag().substring(1) + " without a URI; ignored");
      return;
    }
    // No group: trick play belongs to the whole presentation, whichever variants are chosen.
    draft(line, a.text("URI").get(), new Draft(kind, traits(a), NO_GROUP, others(line)));
  }

  private List<String> others(Line line) {
    return Attributes.others(line.value().orElse(""), MODELLED, variables);
  }

  private void companion(Attributes a, String name) {
    a.text(name)
        .flatMap(r -> References.resolve(playlist, r))
        .filter(References::isHttp)
        .ifPresent(companions::add);
  }

  /** The track at an address: the one that is known already, else the one given. */
  private Optional<Draft> draft(Line line, String reference, Draft fresh) {
    final Optional<URI> resolved =
        References.resolve(playlist, reference).filter(References::isHttp);
    if (resolved.isEmpty()) {
      warn(line, "no http or https address: " + reference + "; ignored");
      return Optional.empty();
    }
    final Draft known = drafts.putIfAbsent(resolved.get(), fresh);
    return Optional.of(known == null ? fresh : known);
  }

  /** The tracks, each with the variables that its own playlist may import. */
  private List<Track> tracks() {
    final TrackIds ids = new TrackIds();
    final Map<String, String> context = variables.values();
    final List<Track> tracks = new ArrayList<>();
    drafts.forEach((uri, d) ->
        tracks.add(
            Track.builder(ids.next(d.kind, d.group, d.traits), d.kind)
                .manifest(uri)
                .context(context)
                .traits(d.traits)
                .group(d.group)
                .uses(d.uses)
                .extras(d.extras)
                .build()));
    return tracks;
  }

  private static Traits traits(Attributes a) {
    return new Traits(
        a.number("BANDWIDTH"),
        a.text("RESOLUTION").flatMap(MultivariantReader::resolution),
        a.decimal("FRAME-RATE"),
        a.text("CODECS"),
        a.text("LANGUAGE"),
        a.text("NAME"));
  }

  private static Optional<Traits.Resolution> resolution(String text) {
    final Matcher sides = RESOLUTION.matcher(text.strip());
    if (!sides.matches()) {
      return Optional.empty();
    }
    final int width = Integer.parseInt(sides.group(1));
    final int height = Integer.parseInt(sides.group(2));
    return width > 0 && height > 0
        ? Optional.of(new Traits.Resolution(width, height))
        : Optional.empty();
  }

  private static boolean isSound(String codecs) {
    return Stream.of(codecs.split(","))
        .map(c -> c.strip().toLowerCase(Locale.ROOT))
        .allMatch(c -> SOUND.matcher(c).matches());
  }

  private void warn(Line line, String message) {
    warnings.add(new Warning(line.number(), message));
  }
}
