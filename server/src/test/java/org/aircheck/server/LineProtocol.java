package org.aircheck.server;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.MediaTime;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;
import org.aircheck.spi.TrackKind;

/**
 * A protocol small enough for a test: {@code LIST}, then an address a line, then perhaps {@code
 * END}. A segment's number is written in front of its address.
 */
final class LineProtocol implements Protocol {
  @Override
  public String id() {
    return "hls";
  }

  @Override
  public String extension() {
    return "m3u8";
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    return text(manifest).startsWith("LIST") ? Recognition.CONTENT : Recognition.NONE;
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    final List<String> lines = lines(manifest);
    final List<Segment> segments = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      if (!line.equals("END")) {
        final String[] parts = line.split(" ", 2);
        segments.add(segment(Long.parseLong(parts[0]), manifest.uri().resolve(parts[1])));
      }
    }
    final Track track = Track.builder("t", TrackKind.VIDEO).segments(segments).build();
    return Presentation.builder(List.of(track))
        .ended(lines.getLast().equals("END"))
        .targetDuration(Duration.ofSeconds(2))
        .build();
  }

  static Segment segment(long number, URI uri) {
    return Segment.builder(number, uri, new MediaTime(2, 1)).build();
  }

  @Override
  public Optional<ManifestWriter> writer() {
    return Optional.of(LineProtocol::write);
  }

  private static Manifest write(Presentation presentation, Manifest like) {
    final String segments =
        presentation.tracks().getFirst().segments().stream()
            .map(segment -> segment.sequence() + " " + segment.uri() + "\n")
            .collect(Collectors.joining());
    return like.withBytes(
        ("LIST\n" + segments + (presentation.ended() ? "END\n" : ""))
            .getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    final StringBuilder text = new StringBuilder();
    for (String line : lines(manifest)) {
      final String[] parts = line.split(" ", 2);
      final boolean moves =
          parts.length == 2 && (parts[1].startsWith("/") || parts[1].contains("://"));
      text.append(
              moves ? parts[0] + " " + addresses.address(manifest.uri().resolve(parts[1])) : line)
          .append('\n');
    }
    return manifest.withBytes(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> lines(Manifest manifest) throws MalformedManifestException {
    final List<String> lines = text(manifest).lines().toList();
    if (lines.isEmpty() || !lines.getFirst().equals("LIST")) {
      throw new MalformedManifestException("expected LIST", 1);
    }
    return lines;
  }

  private static String text(Manifest manifest) {
    return new String(manifest.bytes(), StandardCharsets.UTF_8);
  }
}
