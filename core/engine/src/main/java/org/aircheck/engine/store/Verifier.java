package org.aircheck.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Holds a session's bodies against their hashes and asks SQLite about the database. For one
 * session.
 */
final class Verifier {
  private static final int MOST_LINES = 100;

  private final Layout layout;
  private final List<Verification.Damage> damaged = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private final List<String> database = new ArrayList<>();
  private final Set<Path> known = new HashSet<>();
  private long bodies;
  private long bytes;

  private Verifier(Layout layout) {
    this.layout = layout;
  }

  static Verification verify(Layout layout) {
    final Verifier verifier = new Verifier(layout);
    try (DiskReader reader = new DiskReader(layout)) {
      return reader.with(verifier::all);
    }
  }

  /** What is wrong with a body on disk. */
  static Optional<String> defect(Layout layout, BodyRef body) {
    final Path file = layout.body(body.sha256(), body.extension());
    try {
      if (layout.isLinked(body.sha256(), body.extension())) {
        return Optional.of("it is a symbolic link");
      }
      if (!Files.isRegularFile(file)) {
        return Optional.of("it is missing");
      }
      if (Files.size(file) != body.length()) {
        return Optional.of("it has " + Files.size(file) + " bytes instead of " + body.length());
      }
      try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), sha256())) {
        in.transferTo(OutputStream.nullOutputStream());
        return HexFormat.of().formatHex(in.getMessageDigest().digest()).equals(body.sha256())
            ? Optional.empty()
            : Optional.of("its bytes are not those that were received");
      }
    } catch (IOException e) {
      return Optional.of("it can't be read: " + e.getMessage());
    }
  }

  private Verification all(Handle handle) {
    handle
        .createQuery("PRAGMA integrity_check(" + MOST_LINES + ")")
        .mapTo(String.class)
        .filter(line -> !line.equals("ok"))
        .forEach(database::add);
    handle
        .createQuery("PRAGMA foreign_key_check")
        .map((row, context) ->
            row.getString(1)
                + " row "
                + row.getLong(2)
                + " refers to a "
                + row.getString(3)
                + " that is not there")
        .stream()
        .limit(MOST_LINES)
        .forEach(database::add);
    handle
        .createQuery(
            "SELECT b.id, b.sha256, b.length, b.extension, c.deflated FROM body b LEFT JOIN content c ON c.body = b.id")
        .map((row, context) ->
            new Stored(
                ExchangeMapper.body(row.getLong("id"), row),
                Optional.ofNullable(row.getBytes("deflated"))))
        .useStream(stream -> stream.forEach(this::check));
    return new Verification(bodies, bytes, damaged, missing, strays(), database);
  }

  private record Stored(BodyRef body, Optional<byte[]> deflated) {}

  private void check(Stored stored) {
    final BodyRef body = stored.body();
    bodies++;
    bytes += body.length();
    if (!body.onDisk()) {
      inline(body, stored.deflated())
          .ifPresent(
              what -> damaged.add(new Verification.Damage(body.sha256(), "session.db", what)));
      return;
    }
    final Path file = layout.body(body.sha256(), body.extension());
    known.add(file);
    final String place = layout.folder().relativize(file).toString();
    if (!Files.exists(file)) {
      missing.add(place);
    } else {
      defect(layout, body)
          .ifPresent(what -> damaged.add(new Verification.Damage(body.sha256(), place, what)));
    }
  }

  private static Optional<String> inline(BodyRef body, Optional<byte[]> deflated) {
    if (deflated.isEmpty()) {
      return Optional.of("it has no content");
    }
    try {
      final byte[] bytes = Deflated.inflate(deflated.get(), body.length());
      return HexFormat.of().formatHex(sha256().digest(bytes)).equals(body.sha256())
          ? Optional.empty()
          : Optional.of("its bytes are not those that were received");
    } catch (IOException | ArithmeticException e) {
      return Optional.of("it can't be inflated: " + e.getMessage());
    }
  }

  private List<String> strays() {
    if (!Files.isDirectory(layout.media())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(layout.media())) {
      return files
          .filter(Files::isRegularFile)
          .filter(f -> !known.contains(f))
          .map(f -> layout.folder().relativize(f).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
