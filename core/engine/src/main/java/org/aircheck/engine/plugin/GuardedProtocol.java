package org.aircheck.engine.plugin;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.aircheck.spi.AddressMap;
import org.aircheck.spi.Lookahead;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.ManifestWriter;
import org.aircheck.spi.Presentation;
import org.aircheck.spi.Protocol;
import org.aircheck.spi.Recognition;
import org.aircheck.spi.Segment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A plugin's protocol, with what it throws against its contract turned into what the contract
 * allows: so a plugin that fails takes nothing down, and whoever reads the message knows which it
 * was. As thread-safe as the plugin.
 */
final class GuardedProtocol implements Protocol {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedProtocol.class);

  private final Protocol plugin;
  private final Path file;
  private final String id;
  private final String extension;
  private final boolean heedsShift;
  private final Optional<ManifestWriter> writer;
  private final Optional<Lookahead> lookahead;

  /** It is asked with each manifest; once is enough to know. */
  private final AtomicBoolean reported = new AtomicBoolean();

  /**
   * Asks the plugin what it is.
   *
   * @param file that it came from
   */
  GuardedProtocol(Protocol plugin, Path file) {
    this.plugin = plugin;
    this.file = file;
    this.id = Objects.requireNonNull(plugin.id(), "id() is null");
    this.extension = Objects.requireNonNull(plugin.extension(), "extension() is null");
    this.heedsShift = plugin.heedsShift();
    this.writer = plugin.writer().map(this::guarded);
    this.lookahead = plugin.lookahead().map(this::guarded);
    if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("no name for a protocol: \"" + id + '"');
    }
    if (!extension.matches("[a-z0-9]{1,10}")) {
      throw new IllegalArgumentException("no ending for a file's name: \"" + extension + '"');
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String extension() {
    return extension;
  }

  @Override
  public Recognition recognises(Manifest manifest) {
    try {
      return call(() -> plugin.recognises(manifest));
    } catch (Failed | MalformedManifestException e) {
      return Recognition.NONE;
    }
  }

  @Override
  public Presentation read(Manifest manifest, Instant now) throws MalformedManifestException {
    try {
      return call(() -> plugin.read(manifest, now));
    } catch (Failed e) {
      throw new MalformedManifestException(e.getMessage());
    }
  }

  @Override
  public Manifest readdress(Manifest manifest, AddressMap addresses, Duration shift)
      throws MalformedManifestException {
    try {
      return call(() -> plugin.readdress(manifest, addresses, shift));
    } catch (Failed e) {
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
   * @throws Failed when the plugin breaks its contract
   */
  void prove(Manifest manifest, Instant now, Duration shift) throws MalformedManifestException {
    call(() -> plugin.recognises(manifest));
    try {
      call(() -> plugin.read(manifest, now));
    } finally {
      call(() -> plugin.readdress(manifest, URI::toString, shift));
    }
  }

  private ManifestWriter guarded(ManifestWriter own) {
    return (presentation, like) -> {
      try {
        return call(() -> own.write(presentation, like));
      } catch (MalformedManifestException e) {
        throw new Failed(String.valueOf(e.getMessage()), e);
      }
    };
  }

  private Lookahead guarded(Lookahead own) {
    return (track, segment, bytes) -> {
      try {
        return List.copyOf(call(() -> own.after(track, segment, bytes)));
      } catch (Failed | MalformedManifestException e) {
        return List.<Segment>of();
      }
    };
  }

  /** A plugin broke its contract. */
  static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(String message, Throwable cause) {
      super(message, cause);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /**
   * Calls the plugin with its own class loader as the thread's: libraries that look for others of
   * their kind find those that the plugin brought, and not the program's.
   */
  private <T> T call(Callable<T> work) throws MalformedManifestException {
    final Thread thread = Thread.currentThread();
    final ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(plugin.getClass().getClassLoader());
    try {
      return Objects.requireNonNull(work.call(), "it returned null");
    } catch (MalformedManifestException e) {
      throw e;
    } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
      final String what = "the plugin \"" + id + "\" (" + file + ") failed: " + Problems.of(e);
      if (reported.compareAndSet(false, true)) {
        LOG.warn("{}", what);
      }
      LOG.debug("protocol {} of {}", id, file, e);
      throw new Failed(what, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
