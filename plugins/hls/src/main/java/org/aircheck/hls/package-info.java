/** HTTP Live Streaming: RFC 8216 and draft-pantos-hls-rfc8216bis, read as players read it. */
@NullMarked
package org.aircheck.hls;

import org.jspecify.annotations.NullMarked;
