/**
 * An origin of a DASH event that has been on air for a while: segments addressed by their times, of
 * lengths that vary, only the newest of them listed.
 */
@NullMarked
package org.aircheck.testkit.event;

import org.jspecify.annotations.NullMarked;
