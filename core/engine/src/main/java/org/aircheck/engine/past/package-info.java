/**
 * Finds the segments of an event that its manifest does not list any more: decides what to ask an
 * origin for, and learns from the answers. Asks nothing itself and reads no clock.
 */
@NullMarked
package org.aircheck.engine.past;

import org.jspecify.annotations.NullMarked;
