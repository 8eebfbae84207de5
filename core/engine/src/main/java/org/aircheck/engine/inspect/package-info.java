/** Looks for faults in a recorded session; only reads it. */
@NullMarked
package org.aircheck.engine.inspect;

import org.jspecify.annotations.NullMarked;
