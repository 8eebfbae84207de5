/** Media itself: what format a body has, and whether its structure is whole. */
@NullMarked
package org.aircheck.engine.media;

import org.jspecify.annotations.NullMarked;
