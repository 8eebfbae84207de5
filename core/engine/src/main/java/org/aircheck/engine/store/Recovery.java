package org.aircheck.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a session ready to go on after whatever ended its last run. A row never speaks of a file
 * that was not on the medium, so the newest files are looked at only because media lie.
 */
final class Recovery {
  private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
  private static final int NEWEST = 64;

  private Recovery() {}

  static void recover(Layout layout, Handle handle, Instant now) {
    try {
      Files.createDirectories(layout.temporary());
      try (Stream<Path> left = Files.list(layout.temporary())) {
        for (Path file : left.toList()) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new StoreException(
          StoreException.Problem.UNWRITABLE,
          "can't write to " + layout.folder() + ": " + e.getMessage(),
          e);
    }
    newest(handle).stream()
        .filter(b -> Verifier.defect(layout, b).isPresent())
        .forEach(b -> lose(layout, handle, b, now));
  }

  private static List<BodyRef> newest(Handle handle) {
    return handle
        .createQuery(
            "SELECT id, sha256, length, extension FROM body WHERE extension <> '' ORDER BY id DESC LIMIT "
                + NEWEST)
        .map((row, context) -> ExchangeMapper.body(row.getLong("id"), row))
        .list();
  }

  /** The segments that have a damaged body are lost, and say so. */
  private static void lose(Layout layout, Handle handle, BodyRef body, Instant now) {
    LOG.warn(
        "session {}: body {} is damaged; what it held counts as lost",
        layout.name(),
        body.sha256());
    handle.useTransaction(h -> {
      h.execute(
          """
          INSERT INTO gap (id, track, epoch, first, last, segments, began, ended, reason, detail)
          SELECT (SELECT max(coalesce((SELECT max(id) FROM segment), 0), coalesce((SELECT max(id) FROM asset), 0),
              coalesce((SELECT max(id) FROM gap), 0))) + row_number() OVER (),
            s.track, s.epoch, s.sequence, s.sequence, 1, s.announced, ?, 'LOST', 'its file was damaged'
          FROM segment s JOIN exchange e ON e.id = s.exchange WHERE e.body = ?
          """,
          Micros.of(now),
          body.id());
      h.execute(
          "UPDATE segment SET state = 'LOST', exchange = NULL"
              + " WHERE exchange IN (SELECT id FROM exchange WHERE body = ?)",
          body.id());
      h.execute(
          "UPDATE asset SET state = 'LOST', exchange = NULL"
              + " WHERE exchange IN (SELECT id FROM exchange WHERE body = ?)",
          body.id());
      h.execute(
          "UPDATE exchange SET body = NULL, error = 'its file was damaged' WHERE body = ?",
          body.id());
      h.execute("DELETE FROM body WHERE id = ?", body.id());
    });
    try {
      Files.deleteIfExists(layout.body(body.sha256(), body.extension()));
    } catch (IOException e) {
      LOG.warn("session {}: {} can't be removed", layout.name(), body.sha256(), e);
    }
  }
}
