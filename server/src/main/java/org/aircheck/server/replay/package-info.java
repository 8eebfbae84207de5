/**
 * A recorded session as a channel: viewers' clocks, addresses in the server's tree, manifests
 * pointed there.
 */
@NullMarked
package org.aircheck.server.replay;

import org.jspecify.annotations.NullMarked;
