/**
 * What tests of every module lean on: a clock that jumps, polling with a deadline, the system's
 * clock.
 */
@NullMarked
package org.aircheck.testkit;

import org.jspecify.annotations.NullMarked;
