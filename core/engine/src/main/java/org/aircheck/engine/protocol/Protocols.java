package org.aircheck.engine.protocol;

import java.time.Instant;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
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
 * @param before the one that has read a channel first: it goes on reading what it recognises, so
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

  /**
   * The same, for a channel that one of them has read. The first one stays: where another has to
   * help out for one version, the next is the first one's again.
   */
  public Protocols after(Protocol protocol) {
    return before.isPresent() ? this : new Protocols(all, asked, Optional.of(protocol));
  }

  /** The protocol of a name. */
  public Optional<Protocol> named(String id) {
    return all.stream().filter(p -> p.id().equals(id)).findFirst();
  }

  /** A manifest as read. */
  public record Read(Protocol protocol, Presentation presentation) {}

  /**
   * Reads a manifest. When the protocol that recognises it by the strongest reason can't read it,
   * those with weaker ones are tried: a plugin that fails must not keep another from reading. In a
   * channel that one has read, the others are asked only when it breaks or doesn't know the
   * manifest: what is malformed for it is so for all, and another's tracks have other names.
   *
   * @param now on the origin's clock
   * @throws MalformedManifestException when none recognises it, several do by the same reason, or
   *     none can read it; the message says what to do
   */
  public Read read(Manifest manifest, Instant now) throws MalformedManifestException {
    if (asked.isPresent()) {
      return new Read(asked.get(), asked.get().read(manifest, now));
    }
    final Optional<Protocol> own =
        before.filter(protocol -> protocol.recognises(manifest) != Recognition.NONE);
    if (own.isEmpty()) {
      return strongest(all, manifest, now);
    }
    try {
      return new Read(own.get(), own.get().read(manifest, now));
    } catch (BrokenProtocolException e) {
      final List<Protocol> others = all.stream().filter(p -> p != own.get()).toList();
      try {
        return strongest(others, manifest, now);
      } catch (MalformedManifestException alsoNot) {
        throw e; // what its own protocol says of it tells more
      }
    }
  }

  private Read strongest(List<Protocol> among, Manifest manifest, Instant now)
      throws MalformedManifestException {
    Optional<MalformedManifestException> first = Optional.empty();
    for (Protocol protocol : candidates(among, manifest)) {
      try {
        return new Read(protocol, protocol.read(manifest, now));
      } catch (MalformedManifestException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw first.orElseGet(() -> new MalformedManifestException(Unknown.of(manifest, names())));
  }

  /** Those that recognise a manifest, the strongest reason first. */
  private static List<Protocol> candidates(List<Protocol> among, Manifest manifest)
      throws MalformedManifestException {
    final Map<Protocol, Recognition> by = new IdentityHashMap<>();
    among.forEach(protocol -> by.put(protocol, protocol.recognises(manifest)));
    final List<Protocol> sorted =
        among.stream()
            .filter(protocol -> by.get(protocol) != Recognition.NONE)
            .sorted(Comparator.comparing(by::get, Comparator.reverseOrder()))
            .toList();
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
