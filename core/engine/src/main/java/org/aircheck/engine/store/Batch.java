package org.aircheck.engine.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.Exchange;
import org.aircheck.spi.Track;

/**
 * What was put since the last commit, in the order in which rows refer to each other. Filled by one
 * thread.
 */
final class Batch {
  final Map<Long, Track> tracks = new LinkedHashMap<>();
  final List<Put> exchanges = new ArrayList<>();

  /** By number: only the last of several versions within a batch is written. */
  final Map<Long, Asset> assets = new LinkedHashMap<>();

  final Map<Long, RecordedSegment> segments = new LinkedHashMap<>();
  final List<Gap> gaps = new ArrayList<>();
  Optional<String> protocol = Optional.empty();

  /** An exchange with its number. */
  record Put(
      long id,
      ExchangeKind kind,
      OptionalLong track,
      int attempt,
      Exchange exchange,
      String extension) {}

  boolean isEmpty() {
    return tracks.isEmpty()
        && exchanges.isEmpty()
        && assets.isEmpty()
        && segments.isEmpty()
        && gaps.isEmpty()
        && protocol.isEmpty();
  }
}
