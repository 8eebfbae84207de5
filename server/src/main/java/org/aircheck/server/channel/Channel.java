package org.aircheck.server.channel;

import java.time.Instant;

/**
 * Something that the server plays: its answers depend on the request and the instant, on nothing
 * else.
 *
 * <p>So a restarted server, or a second one, answers the same. Called from many threads at once;
 * may block on files.
 */
@FunctionalInterface
public interface Channel {
  /**
   * What the channel answers at an instant.
   *
   * @param now the server's wall clock
   */
  Answer answer(Request request, Instant now);
}
