/** Waiting, as a seam: the clock itself is {@link java.time.InstantSource}. */
@NullMarked
package org.aircheck.engine.time;

import org.jspecify.annotations.NullMarked;
