package org.aircheck.engine.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.protocol.BrokenProtocolException;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.aircheck.spi.Track;

/**
 * A plugin's protocol, with what it throws against its contract turned into what the contract
 * allows: so a plugin that fails takes nothing down, and whoever reads the message knows which it
 * was. As thread-safe as the plugin.
 */
final class GuardedProtocol implements Protocol {
  private final Protocol plugin;
  private final Guard guard;
  private final String extension;
  private final boolean heedsShift;
  private final Optional<ManifestWriter> writer;
  private final Optional<Lookahead> lookahead;

  /**
   * Asks the plugin what it is.
   *
   * @param file that it came from
   */
  GuardedProtocol(Protocol plugin, Path file) {
    this.plugin = plugin;
    this.guard = new Guard(plugin, "protocol", plugin.id(), file);
    this.extension = Objects.requireNonNull(plugin.extension(), "extension() is null");
    this.heedsShift = plugin.heedsShift();
    this.writer = plugin.writer().map(this::guarded);
    this.lookahead = plugin.lookahead().map(this::guarded);
    if (!extension.matches("[a-z0-9]{1,10}")) {
      throw new IllegalArgumentException("no ending for a file's name: \"" + extension + '"');
    }
  }

  @Override
  public String id() {
    return guard.id();
  }

  @Override
  public String extension() {
    return extension;
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    try {
      return call(() -> plugin.recognises(manifest));
    } catch (PluginFailure | MalformedManifestException e) {
      return Recognition.NONE;
    }
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    try {
      return call(() -> ReadCheck.of(plugin.read(manifest, now)));
    } catch (PluginFailure e) {
      throw new BrokenProtocolException(e.getMessage());
    }
  }

  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    try {
      return call(() -> plugin.readdress(manifest, addresses, shift));
    } catch (PluginFailure e) {
      throw new MalformedManifestException(e.getMessage());
    }
  }

  @Override
  public boolean heedsShift() {
    return heedsShift;
  }

  @Override
  public Optional<ManifestWriter> writer() {
    return writer;
  }

  @Override
  public Optional<Lookahead> lookahead() {
    return lookahead;
  }

  /**
   * Calls all that takes a manifest's bytes.
   *
   * @throws PluginFailure when the plugin breaks its contract
   */
  void prove(Manifest manifest, Instant now, Duration shift) throws MalformedManifestException {
    call(() -> plugin.recognises(manifest));
    try {
      final Presentation read = call(() -> ReadCheck.of(plugin.read(manifest, now)));
      lookAhead(read, manifest.bytes());
    } finally {
      call(() -> plugin.readdress(manifest, URI::toString, shift));
    }
  }

  private void lookAhead(Presentation read, byte[] bytes) throws MalformedManifestException {
    final Optional<Lookahead> own = plugin.lookahead();
    for (Track track : own.isPresent() ? read.tracks() : List.<Track>of()) {
      if (!track.segments().isEmpty()) {
        final Segment segment = track.segments().getLast();
        call(() -> ReadCheck.ahead(own.get().after(track.withSegments(List.of()), segment, bytes)));
      }
    }
  }

  private ManifestWriter guarded(ManifestWriter own) {
    return (presentation, like) -> {
      try {
        return call(() -> own.write(presentation, like));
      } catch (MalformedManifestException e) {
        throw new PluginFailure(String.valueOf(e.getMessage()), e);
      }
    };
  }

  private Lookahead guarded(Lookahead own) {
    return (track, segment, bytes) -> {
      try {
        return call(() -> ReadCheck.ahead(own.after(track, segment, bytes)));
      } catch (PluginFailure | MalformedManifestException e) {
        return List.<Segment>of();
      }
    };
  }

  private <T> T call(Callable<T> work) throws MalformedManifestException {
    return guard.call(MalformedManifestException.class, work);
  }
}
