/** Whole streams in a folder: what is there, how long it truly is, when it is on air. */
@NullMarked
package org.aircheck.engine.vod;

import org.jspecify.annotations.NullMarked;
