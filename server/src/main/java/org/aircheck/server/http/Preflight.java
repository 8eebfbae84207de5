package org.aircheck.server.http;

/** Answers OPTIONS: any page may read what this server has (the Fetch standard's CORS protocol). */
final class Preflight {
  private static final Head PUBLIC = head().build();
  private static final Head PRIVATE =
      head().with("Access-Control-Allow-Private-Network", "true").build();

  private Preflight() {}

  static Reply reply(Incoming request) {
    return Reply.of(request.privateNetwork() ? PRIVATE : PUBLIC, new byte[0]);
  }

  private static Head.Builder head() {
    return Head.of(204)
        .with("Allow", "GET, HEAD, OPTIONS")
        .with("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS")
        .with(
            "Access-Control-Allow-Headers", "*, Range, If-Range, If-None-Match, If-Modified-Since")
        .with("Access-Control-Max-Age", "86400");
  }
}
