/** Reads and re-addresses client manifests of Smooth Streaming. */
@NullMarked
package org.aircheck.smooth;

import org.jspecify.annotations.NullMarked;
