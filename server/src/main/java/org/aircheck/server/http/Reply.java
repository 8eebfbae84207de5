package org.aircheck.server.http;

import java.nio.file.Path;
import java.util.Map;
import org.aircheck.server.http.Incoming.Method;
import org.jspecify.annotations.Nullable;

/**
 * What is sent for one request: a head and the bytes behind it.
 *
 * @param head with the right Content-Length
 * @param text the bytes, or those that they are part of; null when they are in a file or there are
 *     none
 * @param file where the bytes are; null when they are in memory or there are none
 * @param from the first byte to send
 * @param length how many; 0 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Reply(Head head, byte @Nullable [] text, @Nullable Path file, long from, long length) {

  /** What a request gets of an answer that is no {@link Prepared.Disconnect}. */
  static Reply to(Incoming request, Prepared.Form form) {
    final Reply full =
        switch (form) {
          case Prepared.Fixed fixed -> of(fixed.head(), fixed.body());
          case Prepared.Resource resource -> resource(request, resource);
          case Prepared.Disconnect disconnect ->
              throw new IllegalArgumentException("a connection that is closed gets no reply");
        };
    return request.method() == Method.HEAD ? new Reply(full.head(), null, null, 0, 0) : full;
  }

  /** A head with a body in memory. */
  static Reply of(Head head, byte[] body) {
    return new Reply(head, body, null, 0, body.length);
  }

  private static Reply resource(Incoming request, Prepared.Resource resource) {
    final Validators validators = resource.headers().validators();
    final boolean compressed =
        resource instanceof Prepared.Text text && text.gzip() != null && request.gzip();
    if (request.conditions() != Incoming.Conditions.NONE
        && validators.fresh(request.conditions())) {
      return of(resource.headers().notModified(304, compressed ? "-gz" : "").build(), new byte[0]);
    }
    final boolean ranged =
        request.range() != null && validators.rangeOfThis(request.conditions().range());
    final Wanted wanted = ranged ? Wanted.of(request.range()) : new Wanted.All();
    if (wanted instanceof Wanted.All) {
      if (compressed && resource instanceof Prepared.Text text && text.gzip() != null) {
        return of(text.gzipHead(), text.gzip());
      }
      if (!resource.extent().whole()) {
        return of(
            Preparation.status(404, "only parts of this were recorded: ask for a range", Map.of()));
      }
    }
    return switch (resource.extent().slice(wanted)) {
      case Extent.Whole whole -> bytes(resource, resource.head(), 0, resource.extent().length());
      case Extent.Piece piece ->
          bytes(resource, partial(resource, piece), piece.from(), piece.length());
      case Extent.Nothing nothing ->
          of(
              Preparation.status(
                  416, "the range lies outside", Map.of("content-range", nothing.contentRange())));
    };
  }

  private static Reply of(Prepared.Fixed fixed) {
    return of(fixed.head(), fixed.body());
  }

  private static Head partial(Prepared.Resource resource, Extent.Piece piece) {
    return resource
        .headers()
        .head(206, "")
        .with("Content-Range", piece.contentRange())
        .with("Content-Length", piece.length())
        .build();
  }

  private static Reply bytes(Prepared.Resource resource, Head head, long from, long length) {
    return switch (resource) {
      case Prepared.Text text -> new Reply(head, text.body(), null, from, length);
      case Prepared.File file -> new Reply(head, null, file.file(), from, length);
    };
  }
}
