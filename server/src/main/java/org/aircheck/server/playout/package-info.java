/** Streams from a folder as live channels: addresses, manifests at an instant, media. */
@NullMarked
package org.aircheck.server.playout;

import org.jspecify.annotations.NullMarked;
