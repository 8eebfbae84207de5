package org.aircheck.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.LinkedBlockingQueue;
import org.aircheck.engine.time.Pacer;
import org.aircheck.engine.time.SystemPacer;
import org.junit.jupiter.api.Test;

class SystemPacerTest extends PacerContract {
  private final InstantSource clock = SystemTime.clock();
  private final Pacer pacer = new SystemPacer(clock);

  @Override
  InstantSource clock() {
    return clock;
  }

  @Override
  Pacer pacer() {
    return pacer;
  }

  @Test
  void a_message_that_comes_meanwhile_ends_a_wait_without_deadline() throws InterruptedException {
    final LinkedBlockingQueue<String> mailbox = new LinkedBlockingQueue<>();
    final Instant later = clock.instant().plusMillis(50);
    Thread.ofVirtual()
        .start(() -> {
          Poll.until(
              Duration.ofSeconds(5), () -> !clock.instant().isBefore(later), "50 ms to pass");
          mailbox.add("here");
        });
    assertThat(pacer.poll(mailbox, Instant.MAX)).contains("here");
    assertThat(clock.instant()).isAfterOrEqualTo(later);
  }
}
