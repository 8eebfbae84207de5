/**
 * What a protocol plugin compiles against.
 *
 * <p>A plugin is a class that implements {@link org.aircheck.spi.Protocol}. What goes in is a
 * {@link org.aircheck.spi.Manifest}, as received; what comes out is a {@link
 * org.aircheck.spi.Presentation} of {@link org.aircheck.spi.Track}s and {@link
 * org.aircheck.spi.Segment}s, each made by its builder. {@link org.aircheck.spi.AddressMap} says
 * where recorded addresses are found when a manifest is served again. The other types are parts of
 * these, or what only some protocols have: {@link org.aircheck.spi.ManifestWriter}, {@link
 * org.aircheck.spi.Lookahead}.
 *
 * <p>Nothing here does I/O, reads a clock or keeps state. What an author writes is called from many
 * threads at once; all other types are immutable, and builders are used by one thread. Nothing is
 * ever null: what may be missing is an {@code Optional}. Media time is a count of ticks ({@link
 * org.aircheck.spi.MediaTime}), wall clock is an {@code Instant}, addresses are absolute.
 *
 * <p>[MS-SSTR] is Microsoft's Smooth Streaming Protocol.
 */
@NullMarked
package org.aircheck.spi;

import org.jspecify.annotations.NullMarked;
