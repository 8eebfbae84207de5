/**
 * A synthetic live HLS channel. What it serves is a pure function of the request and the time since
 * its start ({@link org.aircheck.testkit.live.ChannelModel}); faults are functions around it; it is
 * served over real sockets ({@link org.aircheck.testkit.live.LiveHlsOrigin}) or in memory ({@link
 * org.aircheck.testkit.live.FakeOrigin}).
 */
@NullMarked
package org.aircheck.testkit.live;

import org.jspecify.annotations.NullMarked;
