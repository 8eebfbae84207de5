/**
 * The parts together: recorder, store, plugin and server against origins that fail, on real and on
 * simulated time.
 */
@NullMarked
package org.aircheck.whole;

import org.jspecify.annotations.NullMarked;
