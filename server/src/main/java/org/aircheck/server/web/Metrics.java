package org.aircheck.server.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.aircheck.server.http.Traffic;

/** The server's figures in Prometheus' text format. Thread-safe. */
public final class Metrics implements AutoCloseable {
  /** Of {@link #scrape}. */
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics gc = new JvmGcMetrics();
  private final Set<Traffic.Label> known = ConcurrentHashMap.newKeySet();
  private final Traffic traffic;

  /** Figures of a server's traffic and of the JVM. */
  public Metrics(Traffic traffic) {
    this.traffic = traffic;
    counter("aircheck.sent", "bytes", "Bytes handed to the network", Traffic::bytes);
    counter("aircheck.cache.hits", "requests", "Requests answered from the cache", Traffic::hits);
    counter(
        "aircheck.cache.misses",
        "requests",
        "Requests for which the recording was asked",
        Traffic::misses);
    Gauge.builder("aircheck.connections", traffic, Traffic::connections)
        .description("Connections that are open")
        .register(registry);
    Gauge.builder("aircheck.cache.hit.ratio", traffic, Metrics::hitRatio)
        .description("Share of requests answered from the cache")
        .register(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ClassLoaderMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    gc.bindTo(registry);
  }

  /** All figures. */
  public String scrape() {
    traffic.requests().forEach(this::requests);
    return registry.scrape();
  }

  private void requests(Traffic.Label label, LongAdder count) {
    if (known.add(label)) {
      FunctionCounter.builder("aircheck.requests", count, LongAdder::sum)
          .description("Requests answered")
          .tag("kind", label.kind())
          .tag("status", label.status() == 0 ? "none" : Integer.toString(label.status()))
          .register(registry);
    }
  }

  private void counter(String name, String unit, String description, Figure figure) {
    FunctionCounter.builder(name, traffic, figure::of)
        .baseUnit(unit)
        .description(description)
        .register((MeterRegistry) registry);
  }

  /** One of the traffic's figures. */
  private interface Figure {
    long of(Traffic traffic);
  }

  private static double hitRatio(Traffic traffic) {
    final long all = traffic.hits() + traffic.misses();
    return all == 0 ? 0 : (double) traffic.hits() / all;
  }

  @Override
  public void close() {
    gc.close();
    registry.close();
  }
}
