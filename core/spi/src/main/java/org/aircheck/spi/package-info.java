/**
 * What a protocol plugin compiles against: three pure functions over manifests, and the model they
 * share.
 *
 * <p>Nothing here does I/O, reads a clock or keeps state. Instances of {@link
 * org.aircheck.spi.Protocol} are called from many threads at once; all other types are immutable.
 * No component is ever null: what may be missing is an {@code Optional}.
 */
@NullMarked
package org.aircheck.spi;

import org.jspecify.annotations.NullMarked;
