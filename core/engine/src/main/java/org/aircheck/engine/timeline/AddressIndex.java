package org.aircheck.engine.timeline;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.spi.ByteRange;

/**
 * What is known of one address: its changes, not its exchanges.
 *
 * @param parts one for each range that was asked for, by offset, the whole resource first; empty
 *     when nothing was
 * @param versions of a manifest, wherever redirects led; no steps for other things
 * @param track the track's id, as far as the exchanges say
 * @param horizon the recording's end when this was read; later exchanges are not in it
 */
record AddressIndex(List<Part> parts, Steps versions, OptionalLong track, Instant horizon) {

  /**
   * The changes of a resource or of a part of it.
   *
   * @param range empty for the whole
   * @param announced when a manifest first announced it; empty for what is not announced, such as a
   *     manifest
   * @param content the changes of what was served well
   * @param answers all changes
   */
  record Part(
      Optional<ByteRange> range, Optional<Instant> announced, Steps content, Steps answers) {

    Steps steps(Fidelity fidelity) {
      return fidelity == Fidelity.CONTENT ? content : answers;
    }

    private boolean holds(long position) {
      return range.isEmpty() || (position >= range.get().offset() && position < range.get().end());
    }

    private boolean beginsAt(long position) {
      return range.isPresent() && range.get().offset() == position;
    }
  }

  /** The part that holds a byte: one that begins there, else another one, else the whole. */
  Optional<Part> part(OptionalLong firstByte) {
    if (firstByte.isEmpty()) {
      return parts.stream().findFirst();
    }
    final long position = firstByte.getAsLong();
    Optional<Part> best = Optional.empty();
    for (Part part : parts) {
      if (part.beginsAt(position)) {
        return Optional.of(part);
      }
      if (part.holds(position)) {
        best = Optional.of(part);
      }
    }
    return best;
  }

  /** A rough count of the bytes that it takes in memory. */
  int weight() {
    int steps = versions.count();
    for (Part part : parts) {
      steps += 4 + part.content().count() + part.answers().count();
    }
    return 200 + 40 * steps;
  }
}
