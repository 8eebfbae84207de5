package org.aircheck.server.channel;

import java.util.OptionalLong;

/**
 * What a viewer asks a channel for.
 *
 * @param target the path below the channel's own and the query, as sent: still percent-encoded,
 *     without a leading slash
 * @param firstByte where the wanted part of the resource begins, when the viewer wants a part
 */
public record Request(String target, OptionalLong firstByte) {}
