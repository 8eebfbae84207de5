package org.aircheck.server.http;

import java.util.OptionalLong;

/**
 * The bytes that there are of a resource.
 *
 * @param position of the first one in the resource
 * @param length how many there are
 * @param total the resource's length; empty when it is not known
 */
record Extent(long position, long length, OptionalLong total) {

  /** What of them is to be sent. */
  sealed interface Slice {}

  /** The whole resource. */
  record Whole() implements Slice {}

  /** Some bytes, counted from the extent's first one, and the Content-Range that says so. */
  record Piece(long from, long length, String contentRange) implements Slice {}

  /** None: the range lies outside. */
  record Nothing(String contentRange) implements Slice {}

  boolean whole() {
    return position == 0 && total.isPresent() && total.getAsLong() == length;
  }

  Slice slice(Wanted wanted) {
    return switch (wanted) {
      case Wanted.All all -> whole() ? new Whole() : nothing();
      case Wanted.Part(long first, long last) -> piece(first, last);
      case Wanted.Suffix(long count) -> {
        if (total.isEmpty() || count == 0) {
          yield nothing();
        }
        yield piece(Math.max(0, total.getAsLong() - count), Long.MAX_VALUE);
      }
    };
  }

  private Slice piece(long first, long last) {
    if (first < position || first >= position + length) {
      return nothing();
    }
    final long end = Math.min(last, position + length - 1);
    return new Piece(
        first - position, end - first + 1, "bytes " + first + "-" + end + "/" + size());
  }

  private Nothing nothing() {
    return new Nothing("bytes */" + size());
  }

  private String size() {
    return total.isPresent() ? Long.toString(total.getAsLong()) : "*";
  }
}
