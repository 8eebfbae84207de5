package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.time.Instant;
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
  private final Guard guard;

  /**
   * Asks the plugin what it is.
   *
   * @param file that it came from
   */
  GuardedPlayout(Playout plugin, Path file) {
    this.plugin = plugin;
    this.guard = new Guard(plugin, "playout", plugin.id(), file);
  }

  @Override
  public String id() {
    return guard.id();
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
