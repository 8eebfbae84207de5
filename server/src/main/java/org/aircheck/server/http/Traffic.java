package org.aircheck.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the server does. Thread-safe. */
public final class Traffic {
  private final Map<Label, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder connections = new LongAdder();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

  /**
   * What requests are counted by.
   *
   * @param kind what was asked for: few different ones
   * @param status the HTTP status of the answer; 0 for none
   */
  public record Label(String kind, int status) {}

  /** How many requests were answered, by label. */
  public Map<Label, LongAdder> requests() {
    return Map.copyOf(requests);
  }

  /** Bytes handed to the network, heads included. */
  public long bytes() {
    return bytes.sum();
  }

  /** Connections that are open now. */
  public long connections() {
    return connections.sum();
  }

  /** Requests that were answered from the cache. */
  public long hits() {
    return hits.sum();
  }

  /** Requests for which a channel had to be asked. */
  public long misses() {
    return misses.sum();
  }

  LongAdder counter(String kind, int status) {
    return requests.computeIfAbsent(new Label(kind, status), label -> new LongAdder());
  }

  void sent(long count) {
    bytes.add(count);
  }

  void opened() {
    connections.increment();
  }

  void closed() {
    connections.decrement();
  }

  void hit() {
    hits.increment();
  }

  void miss() {
    misses.increment();
  }
}
