package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is sent along. */
final class HeaderTest {

  @Test
  void without_options_aircheck_names_itself() throws Exception {
    assertThat(sent(HttpOptions.DEFAULT).headers())
        .containsOnlyKeys("user-agent", "host", "accept", "accept-encoding")
        .containsEntry("accept", "*/*")
        .satisfies(headers -> assertThat(headers.get("user-agent")).startsWith("Aircheck"));
  }

  @Test
  void ones_own_headers_replace_ours_and_may_be_given_twice() throws Exception {
    final RawServer.Request request =
        sent(
            options(
                "Player/1.0",
                header("Accept-Encoding", "identity"),
                header("X-Twice", "1"),
                header("x-twice", "2"),
                header("Host", "other.example"),
                header("Authorization", "Bearer token")));
    assertThat(request.header("user-agent")).isEqualTo("Player/1.0");
    assertThat(request.header("accept-encoding")).isEqualTo("identity");
    assertThat(request.header("x-twice")).isEqualTo("1|2");
    assertThat(request.header("host")).isEqualTo("other.example");
    assertThat(request.header("authorization")).isEqualTo("Bearer token");
  }

  @Test
  void a_user_agent_among_the_headers_wins() throws Exception {
    assertThat(sent(options("Player/1.0", header("user-agent", "Other/2"))).header("user-agent"))
        .isEqualTo("Other/2");
  }

  @Test
  void ones_own_headers_go_to_the_hosts_of_redirects_too() throws Exception {
    try (RawServer cdn = new RawServer((request, line) -> line.ok("x"));
        RawServer server =
            new RawServer((request, line) -> line.redirect(302, cdn.uri("/").toString()));
        HttpOrigin origin =
            Bodies.origin(
                options("x", header("Authorization", "Bearer token"), header("Cookie", "a=b")))) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/"))).complete()).isTrue();
      assertThat(cdn.only().header("authorization")).isEqualTo("Bearer token");
      assertThat(cdn.only().header("cookie")).isEqualTo("a=b");
    }
  }

  @Test
  void headers_that_would_break_out_of_their_line_are_refused_and_not_shown() {
    assertThatThrownBy(() -> header("X-A", "secret\r\nX-B: 1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the header X-A has a character that can't be sent");
    assertThatThrownBy(() -> header("X A", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> header("", "1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options("bad\nagent")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void options_show_no_secret() {
    final HttpOptions options =
        new HttpOptions(
            List.of(header("Authorization", "Bearer hush")),
            "x",
            Optional.empty(),
            Optional.of(URI.create("http://me:hush@proxy:3128")),
            false,
            1,
            OptionalLong.empty(),
            Duration.ofSeconds(1));
    assertThat(options.toString())
        .contains("Authorization", "proxy:3128")
        .doesNotContain("hush", "me:");
  }

  @Test
  void options_that_can_not_be_used_are_refused() {
    for (String proxy : List.of("ftp://me:hush@h:1", "http://h", "socks5://:1080", "h:80")) {
      assertThatThrownBy(() -> options(1, OptionalLong.empty(), Optional.of(URI.create(proxy))))
          .isInstanceOf(IllegalArgumentException.class)
          .message()
          .doesNotContain("hush");
    }
    assertThatThrownBy(() -> options(0, OptionalLong.empty(), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> options(1, OptionalLong.of(0), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static RawServer.Request sent(HttpOptions options) throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("x"));
        HttpOrigin origin = Bodies.origin(options)) {
      assertThat(origin.fetch(Bodies.memory(server.uri("/"))).complete()).isTrue();
      return server.only();
    }
  }

  private static HttpOptions.Header header(String name, String value) {
    return new HttpOptions.Header(name, value);
  }

  private static HttpOptions options(String userAgent, HttpOptions.Header... headers) {
    return new HttpOptions(
        List.of(headers),
        userAgent,
        Optional.empty(),
        Optional.empty(),
        false,
        4,
        OptionalLong.empty(),
        Duration.ofSeconds(5));
  }

  private static HttpOptions options(int connections, OptionalLong rate, Optional<URI> proxy) {
    return new HttpOptions(
        List.of(), "x", Optional.empty(), proxy, false, connections, rate, Duration.ofSeconds(5));
  }
}
