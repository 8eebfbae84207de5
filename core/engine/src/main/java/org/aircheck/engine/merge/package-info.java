/**
 * Puts a recorded session into files that any player plays: chooses tracks, brings their timestamps
 * onto one timeline, and has ffmpeg write them without coding anything anew. Reads a session, never
 * changes it.
 */
@NullMarked
package org.aircheck.engine.merge;

import org.jspecify.annotations.NullMarked;
