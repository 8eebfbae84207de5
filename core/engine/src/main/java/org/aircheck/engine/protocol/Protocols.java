package org.aircheck.engine.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;

/**
 * The protocols that manifests are read with: the one that was asked for, else the one that
 * recognises a manifest by the strongest reason. Immutable; used by many threads.
 *
 * @param all those that there are
 * @param asked the one that reads everything; empty to see by the manifest
 * @param before the one that has read a channel so far: it goes on reading what it recognises, so
 *     that tracks keep their names; empty when there was none
 */
public record Protocols(List<Protocol> all, Optional<Protocol> asked, Optional<Protocol> before) {
  /** Copies the list. */
  public Protocols {
    all = List.copyOf(all);
  }

  /** These protocols, none of them asked for. */
  public static Protocols of(List<Protocol> all) {
    return new Protocols(all, Optional.empty(), Optional.empty());
  }

  /** The same, with one that reads everything; empty when there is none of that name. */
  public Optional<Protocols> asking(String id) {
    return named(id).map(protocol -> new Protocols(all, Optional.of(protocol), before));
  }

  /** The same, for a channel that one of them has read so far. */
  public Protocols after(Protocol protocol) {
    return new Protocols(all, asked, Optional.of(protocol));
  }

  /** The protocol of a name. */
  public Optional<Protocol> named(String id) {
    return all.stream().filter(p -> p.id().equals(id)).findFirst();
  }

  /** A manifest as read. */
  public record Read(Protocol protocol, Presentation presentation) {}

  /**
   * Reads a manifest. When the protocol that recognises it by the strongest reason can't read it,
   * those with weaker ones are tried: a plugin that fails must not keep another from reading.
   *
   * @param now on the origin's clock
   * @throws MalformedManifestException when none recognises it, several do by the same reason, or
   *     none can read it; the message says what to do
   */
  public Read read(Manifest manifest, Instant now) throws MalformedManifestException {
    final List<Protocol> candidates = candidates(manifest);
    Optional<MalformedManifestException> first = Optional.empty();
    for (Protocol protocol : candidates) {
      try {
        return new Read(protocol, protocol.read(manifest, now));
      } catch (MalformedManifestException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseGet(() -> new MalformedManifestException(Unknown.of(manifest, names())));
  }

  /** Those that recognise a manifest, the strongest reason first. */
  private List<Protocol> candidates(Manifest manifest) throws MalformedManifestException {
    if (asked.isPresent()) {
      return List.of(asked.get());
    }
    final Map<Protocol, Recognition> by = new IdentityHashMap<>();
    all.forEach(protocol -> by.put(protocol, protocol.recognises(manifest)));
    final List<Protocol> sorted =
        all.stream()
            .filter(protocol -> by.get(protocol) != Recognition.NONE)
            .sorted(Comparator.comparing(by::get, Comparator.reverseOrder()))
            .toList();
    if (before.filter(sorted::contains).isPresent()) {
      return Stream.concat(before.stream(), sorted.stream().filter(p -> p != before.get()))
          .toList();
    }
    if (sorted.size() > 1 && by.get(sorted.get(0)) == by.get(sorted.get(1))) {
      throw new MalformedManifestException(
          "the protocols \""
              + sorted.get(0).id()
              + "\" and \""
              + sorted.get(1).id()
              + "\" both take this manifest for theirs: choose one with --protocol");
    }
    return sorted;
  }

  /** Their names, for a person to read. */
  public String names() {
    return all.isEmpty()
        ? "none"
        : all.stream().map(Protocol::id).sorted().collect(Collectors.joining(", "));
  }
}
