/** MPEG-DASH: ISO/IEC 23009-1, read as players read it. */
@NullMarked
package org.aircheck.dash;

import org.jspecify.annotations.NullMarked;
