/**
 * A recording played again and again as one endless channel: which segments are listed when, and
 * under which numbers.
 */
@NullMarked
package org.aircheck.server.loop;

import org.jspecify.annotations.NullMarked;
