package org.aircheck.testkit.live;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Access by tokens that expire: {@code ?token=MILLIS-SIGNATURE}, with the time of issue since the
 * channel's start.
 */
final class Tokens implements Fault {
  private static final Pattern TOKEN =
      Pattern.compile("(?:^|&)token=(\\d{1,15})-([0-9a-f]+)(?:&|$)");
  private static final Pattern REFERENCE =
      Pattern.compile("(?m)^([^#\\r\\n][^\\r\\n]*)|URI=\"([^\"]*)\"");

  private final Duration lifetime;

  Tokens(Duration lifetime) {
    this.lifetime = lifetime;
  }

  @Override
  public Reply apply(Visit visit, Site healthy) {
    if (visit.path().endsWith(ChannelModel.MASTER)) {
      final long now = Math.max(0, visit.elapsed().toMillis());
      return signed(healthy.reply(visit), now + "-" + signature(now));
    }
    final Optional<String> token = valid(visit);
    if (token.isEmpty()) {
      return Reply.status(403, "token missing, wrong or expired");
    }
    final Reply reply = healthy.reply(visit);
    return Scope.PLAYLISTS.covers(visit) ? signed(reply, token.get()) : reply;
  }

  private Optional<String> valid(Visit visit) {
    final Matcher token = TOKEN.matcher(visit.query());
    if (!token.find()) {
      return Optional.empty();
    }
    final long issued = Long.parseLong(token.group(1));
    final boolean fresh = visit.elapsed().toMillis() < issued + lifetime.toMillis();
    return fresh && token.group(2).equals(signature(issued))
        ? Optional.of(issued + "-" + token.group(2))
        : Optional.empty();
  }

  /** Puts the token behind every address in a playlist. */
  private static Reply signed(Reply reply, String token) {
    if (reply.status() != 200) {
      return reply;
    }
    final String text = new String(reply.body(), StandardCharsets.UTF_8);
    final String signed =
        REFERENCE
            .matcher(text)
            .replaceAll(match ->
                match.group(1) != null
                    ? match.group(1) + "?token=" + token
                    : "URI=\"" + match.group(2) + "?token=" + token + "\"");
    return reply.withBody(signed.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(long issued) {
    return HexFormat.of().formatHex(Keys.key("token" + issued), 0, 4);
  }
}
