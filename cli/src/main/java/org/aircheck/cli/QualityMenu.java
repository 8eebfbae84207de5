package org.aircheck.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.aircheck.engine.record.Selection;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/** Asks which qualities to take. */
final class QualityMenu {
  private final PrintWriter out;
  private final BufferedReader in =
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

  QualityMenu(PrintWriter out) {
    this.out = out;
  }

  Selection choose(List<Track> tracks) throws CommandException {
    final List<String> video = new ArrayList<>();
    final List<String> audio = new ArrayList<>();
    ask("video", of(tracks, TrackKind.VIDEO), video);
    ask("audio", of(tracks, TrackKind.AUDIO), audio);
    return new Selection.Preferred(video, audio);
  }

  private static List<Track> of(List<Track> tracks, TrackKind kind) {
    return tracks.stream().filter(t -> t.kind() == kind).toList();
  }

  private void ask(String what, List<Track> tracks, List<String> chosen) throws CommandException {
    if (tracks.size() < 2) {
      return;
    }
    final List<String> lines = describe(tracks);
    if (Output.isTerminal()) {
      chosen.add(tracks.get(new ArrowKeys(out).choose("Which " + what + "?", lines)).id());
      return;
    }
    out.println("Which " + what + "?");
    for (int i = 0; i < lines.size(); i++) {
      out.printf(Locale.ROOT, "%3d  %s%n", i + 1, lines.get(i));
    }
    out.print("Number (1 to " + lines.size() + "): ");
    out.flush();
    chosen.add(tracks.get(number(lines.size()) - 1).id());
  }

  private int number(int most) throws CommandException {
    try {
      final String line = in.readLine();
      final int number = line == null ? 0 : Integer.parseInt(line.strip());
      if (number >= 1 && number <= most) {
        return number;
      }
    } catch (IOException | NumberFormatException e) {
      // said below
    }
    throw new CommandException("no number from 1 to " + most + " was given; nothing is archived");
  }

  /** A line for each track: what it is, and the id to ask for. */
  static List<String> describe(List<Track> tracks) {
    return tracks.stream()
        .filter(t -> t.kind() == TrackKind.VIDEO || t.kind() == TrackKind.AUDIO)
        .map(QualityMenu::describe)
        .toList();
  }

  private static String describe(Track track) {
    final List<String> parts = new ArrayList<>(List.of(track.id()));
    track.traits().resolution().ifPresent(r -> parts.add(r.toString()));
    track.traits().frameRate().ifPresent(f -> parts.add(String.format(Locale.ROOT, "%.3g fps", f)));
    track.traits().codecs().ifPresent(parts::add);
    track
        .traits()
        .bandwidth()
        .ifPresent(b -> parts.add(String.format(Locale.ROOT, "%.0f kbit/s", b / 1e3)));
    track.traits().language().ifPresent(parts::add);
    track.traits().name().ifPresent(parts::add);
    return String.join(", ", parts);
  }
}
