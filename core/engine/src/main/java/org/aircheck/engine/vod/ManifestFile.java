package org.aircheck.engine.vod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;

/**
 * A manifest that was read from a file.
 *
 * @param file its real path
 */
record ManifestFile(Path file, Protocol protocol, Presentation presentation) {
  private static final long MOST_BYTES = 32L << 20;

  /** Reads manifests, with the protocols that there are. */
  record Reader(MediaRoot root, Protocols protocols) {

    /**
     * Reads one.
     *
     * @param context of the manifest that announced it
     * @throws VodException when it can't be read as a manifest of any protocol
     */
    ManifestFile read(Path file, Map<String, String> context) throws VodException {
      final Manifest manifest = new Manifest(root.uri(file), "", context, bytes(file));
      try {
        // A manifest of whole media says the same at any time.
        final Protocols.Read read = protocols.read(manifest, Instant.EPOCH);
        return new ManifestFile(file, read.protocol(), read.presentation());
      } catch (MalformedManifestException e) {
        throw new VodException(name(file) + " can't be read: " + e.getMessage());
      }
    }

    private byte[] bytes(Path file) throws VodException {
      try {
        if (Files.size(file) > MOST_BYTES) {
          throw new VodException(name(file) + " is too large for a manifest");
        }
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new VodException(
            name(file) + (Files.exists(file) ? " can't be read" : " is missing"));
      }
    }

    /** A file as its owner knows it. */
    String name(Path file) {
      return file.startsWith(root.real())
          ? root.real().relativize(file).toString()
          : file.toString();
    }
  }

  /** Whether its tracks have manifests of their own. */
  boolean isMultivariant() {
    return presentation.tracks().stream().anyMatch(t -> t.manifest().isPresent());
  }
}
