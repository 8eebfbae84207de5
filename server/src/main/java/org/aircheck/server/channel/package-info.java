/** What the server plays: an answer is a function of the request and the instant. */
@NullMarked
package org.aircheck.server.channel;

import org.jspecify.annotations.NullMarked;
