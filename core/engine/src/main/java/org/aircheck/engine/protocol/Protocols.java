package org.aircheck.engine.protocol;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;

/**
 * The protocols that manifests are read with: the one that was asked for, else the one that
 * recognises a manifest by the strongest reason. Immutable; used by many threads.
 *
 * @param all those that there are
 * @param asked the one that reads everything; empty to see by the manifest
 */
public record Protocols(List<Protocol> all, Optional<Protocol> asked) {
  /** Copies the list. */
  public Protocols {
    all = List.copyOf(all);
  }

  /** These protocols, none of them asked for. */
  public static Protocols of(List<Protocol> all) {
    return new Protocols(all, Optional.empty());
  }

  /** The same, with one that reads everything; empty when there is none of that name. */
  public Optional<Protocols> asking(String id) {
    return named(id).map(protocol -> new Protocols(all, Optional.of(protocol)));
  }

  /** The protocol of a name. */
  public Optional<Protocol> named(String id) {
    return all.stream().filter(p -> p.id().equals(id)).findFirst();
  }

  /**
   * The protocol that reads a manifest.
   *
   * @throws MalformedManifestException when none recognises it, or several by the same reason; the
   *     message says what to do
   */
  public Protocol of(Manifest manifest) throws MalformedManifestException {
    if (asked.isPresent()) {
      return asked.get();
    }
    Recognition strongest = Recognition.NONE;
    List<Protocol> found = List.of();
    for (Protocol protocol : all) {
      final Recognition by = protocol.recognises(manifest);
      if (by.compareTo(strongest) > 0) {
        strongest = by;
        found = List.of(protocol);
      } else if (by == strongest && by != Recognition.NONE) {
        found = List.of(found.getFirst(), protocol);
      }
    }
    if (found.size() > 1) {
      throw new MalformedManifestException(
          "the protocols \""
              + found.getFirst().id()
              + "\" and \""
              + found.getLast().id()
              + "\" both take this manifest for theirs: choose one with --protocol");
    }
    if (found.isEmpty()) {
      throw new MalformedManifestException(Unknown.of(manifest, names()));
    }
    return found.getFirst();
  }

  /** Their names, for a person to read. */
  public String names() {
    return all.isEmpty()
        ? "none"
        : all.stream().map(Protocol::id).sorted().collect(Collectors.joining(", "));
  }
}
