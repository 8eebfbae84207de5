/** HTTP/1.1 over Netty: sends a channel's answers; knows nothing of recordings. */
@NullMarked
package org.aircheck.server.http;

import org.jspecify.annotations.NullMarked;
