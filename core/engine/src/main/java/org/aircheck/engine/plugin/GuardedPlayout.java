package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.aircheck.spi.playout.Broadcast;
import org.aircheck.spi.playout.Playout;
import org.aircheck.spi.playout.Schedule;

/**
 * A plugin's playout, with what it throws against its contract turned into what the contract
 * allows. As thread-safe as the plugin.
 */
final class GuardedPlayout implements Playout {
  private final Playout plugin;
  private final String id;
  private final Guard guard;

  /**
   * Asks the plugin what it is.
   *
   * @param file that it came from
   */
  GuardedPlayout(Playout plugin, Path file) {
    this.plugin = plugin;
    this.id = Objects.requireNonNull(plugin.id(), "id() is null");
    if (!id.matches("[a-z0-9][a-z0-9-]{0,31}")) {
      throw new IllegalArgumentException("no name for a playout: \"" + id + '"');
    }
    this.guard = new Guard(plugin, id, file);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public Broadcast broadcast(Schedule schedule) {
    final Broadcast broadcast;
    try {
      broadcast = guard.call(IllegalArgumentException.class, () -> plugin.broadcast(schedule));
    } catch (PluginFailure e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    return new Guarded(broadcast, guard);
  }

  private record Guarded(Broadcast own, Guard guard) implements Broadcast {
    @Override
    public Window window(String track, Instant now, Optional<Instant> begin) {
      return guard.call(IllegalArgumentException.class, () -> own.window(track, now, begin));
    }

    @Override
    public Optional<Airing> airing(String track, long number) {
      return guard.call(IllegalArgumentException.class, () -> own.airing(track, number));
    }

    @Override
    public Instant seam(Instant after) {
      return guard.call(IllegalArgumentException.class, () -> own.seam(after));
    }
  }
}
