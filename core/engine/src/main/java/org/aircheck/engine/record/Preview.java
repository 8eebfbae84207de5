package org.aircheck.engine.record;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.aircheck.engine.fetch.Ask;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.engine.fetch.Origin;
import org.aircheck.engine.protocol.Protocols;
import org.aircheck.engine.time.Pacer;
import org.aircheck.spi.MalformedManifestException;
import org.aircheck.spi.Presentation;

/** Looks at a channel once, before anything is recorded. */
public final class Preview {
  private static final long LARGEST_MANIFEST = 16L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Origin origin;
  private final Pacer pacer;
  private final ManifestReader reader;

  /** Of whatever one of the protocols reads. */
  public Preview(Origin origin, Pacer pacer, Protocols protocols) {
    this.origin = origin;
    this.pacer = pacer;
    this.reader = new ManifestReader(protocols);
  }

  /**
   * What the manifest describes now.
   *
   * @param retries attempts after the first that brought no answer or an error
   * @throws RecordingException when there is no manifest
   */
  public Presentation look(URI source, int retries)
      throws RecordingException, InterruptedException {
    for (int attempt = 0; ; attempt++) {
      final Exchange exchange =
          origin.fetch(
              new Ask(
                  source,
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  LARGEST_MANIFEST,
                  PATIENCE,
                  Optional.empty()));
      if (exchange.complete()) {
        try {
          return reader.read(exchange, Map.of(), exchange.done()).presentation();
        } catch (MalformedManifestException e) {
          throw new RecordingException(source + ": " + e.getMessage());
        }
      }
      if (attempt >= retries) {
        throw new RecordingException(
            source
                + ": "
                + exchange
                    .error()
                    .orElseGet(() -> "the origin answered " + exchange.status().orElse(0)));
      }
      pacer.sleepUntil(exchange.done().plus(PAUSE));
    }
  }
}
