/**
 * The server: serves recordings over HTTP. {@link org.aircheck.server.ReplayServer} is the way in.
 */
@NullMarked
package org.aircheck.server;

import org.jspecify.annotations.NullMarked;
