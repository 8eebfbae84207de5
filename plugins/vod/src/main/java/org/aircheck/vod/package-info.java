/** Puts whole media on air as a live channel that never ends: pure arithmetic. */
@NullMarked
package org.aircheck.vod;

import org.jspecify.annotations.NullMarked;
