/**
 * What a playout plugin compiles against: whole media as a live stream, by arithmetic. Authors of
 * protocols need nothing of it.
 *
 * <p>Nothing here does I/O, reads a clock or keeps state. Instances are called from many threads at
 * once; all types are immutable, and no component is ever null.
 */
@NullMarked
package org.aircheck.spi.playout;

import org.jspecify.annotations.NullMarked;
