/** The {@code aircheck} command: its options, its output and its exit codes. */
@NullMarked
package org.aircheck.cli;

import org.jspecify.annotations.NullMarked;
