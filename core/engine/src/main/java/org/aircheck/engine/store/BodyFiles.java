package org.aircheck.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.aircheck.engine.fetch.Received;

/**
 * Moves received bodies to where their content names them; each is on the medium before its row is.
 */
final class BodyFiles {
  private final Layout layout;
  private final boolean synchronous;

  BodyFiles(Layout layout, Durability durability) {
    this.layout = layout;
    this.synchronous = durability == Durability.SYNCHRONOUS;
  }

  /**
   * Moves a batch's bodies. May be repeated after a failure: what was moved already is left alone.
   *
   * @param rows tell of contents that are there already
   * @return how many bytes of new files there are
   */
  long keep(Batch batch, BatchRows rows) throws IOException, SQLException {
    final Set<Path> folders = new HashSet<>();
    final Map<String, String> extensions = new HashMap<>();
    long bytes = 0;
    for (Batch.Put put : batch.exchanges) {
      if (put.exchange().body().orElse(null) instanceof Received.OnDisk body) {
        if (!extensions.containsKey(body.sha256())) {
          extensions.put(body.sha256(), rows.extension(body.sha256()).orElse(put.extension()));
        }
        // Empty: it is in the database.
        final String extension = extensions.getOrDefault(body.sha256(), "");
        if (extension.isEmpty()) {
          Files.deleteIfExists(body.file());
        } else if (keep(body, layout.body(body.sha256(), extension), folders)) {
          bytes += body.length();
        }
      }
    }
    for (Path folder : folders) {
      synchronise(folder, StandardOpenOption.READ);
    }
    return bytes;
  }

  private boolean keep(Received.OnDisk body, Path target, Set<Path> folders) throws IOException {
    // One of another length is what a loss of power left of it: it is replaced.
    if (Files.exists(target) && Files.size(target) == body.length()) {
      Files.deleteIfExists(body.file());
      return false;
    }
    if (!Files.exists(target.getParent())) {
      Files.createDirectories(target.getParent());
      folders.add(layout.media());
    }
    synchronise(body.file(), StandardOpenOption.WRITE);
    Files.move(body.file(), target, StandardCopyOption.ATOMIC_MOVE);
    folders.add(target.getParent());
    return true;
  }

  private void synchronise(Path path, StandardOpenOption mode) throws IOException {
    if (synchronous) {
      try (FileChannel channel = FileChannel.open(path, mode)) {
        channel.force(true);
      }
    }
  }
}
