package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cookies go where they belong and nowhere else. */
final class CookieTest {
  private static final Instant NOW = Instant.parse("2025-07-01T10:00:00Z");

  @TempDir Path folder;

  @Test
  void a_cookie_file_is_read_with_its_flags_and_comments() throws Exception {
    final CookieJar jar =
        jar(
            "# Netscape HTTP Cookie File",
            "",
            ".example.com\tTRUE\t/\tFALSE\t0\twide\t1",
            "www.example.com\tFALSE\t/live\tFALSE\t1893456000\tnarrow\t2",
            "#HttpOnly_www.example.com\tFALSE\t/\tTRUE\t1893456000.5\tsecure\t3",
            "www.example.com\tFALSE\t/\tFALSE\t1000\texpired\t4",
            "www.example.com\tFALSE\t/\tFALSE\t0\tempty");
    assertThat(sent(jar, "http://www.example.com/live/a")).isEqualTo("narrow=2; wide=1; empty=");
    assertThat(sent(jar, "https://WWW.example.com/livelier")).isEqualTo("wide=1; secure=3; empty=");
    assertThat(sent(jar, "http://a.www.example.com/live/")).isEqualTo("wide=1");
    assertThat(sent(jar, "http://example.com")).isEqualTo("wide=1");
    assertThat(sent(jar, "http://notexample.com/")).isEmpty();
    assertThat(sent(jar, "http://example.com.evil.org/")).isEmpty();
  }

  @Test
  void a_bad_line_is_named_and_no_cookie_shown() {
    assertThatThrownBy(() -> jar("# comment", "www.example.com FALSE / FALSE 0 name hush"))
        .isInstanceOf(CookieFileException.class)
        .hasMessage(
            folder.resolve("cookies.txt") + ", line 2: 1 fields separated by tabs instead of 7");
    assertThatThrownBy(() -> jar("h\tMAYBE\t/\tFALSE\t0\tname\thush"))
        .hasMessageContaining("line 1: neither TRUE nor");
    assertThatThrownBy(() -> jar("h\tTRUE\t/\tFALSE\tsoon\tname\thush"))
        .hasMessageContaining("line 1: the expiry");
    assertThatThrownBy(() -> jar("\tTRUE\t/\tFALSE\t0\tname\thush"))
        .hasMessageContaining("line 1: a cookie needs")
        .message()
        .doesNotContain("hush");
    assertThatThrownBy(() -> CookieFile.read(folder.resolve("none")))
        .isInstanceOf(CookieFileException.class)
        .hasMessage("the cookie file " + folder.resolve("none") + " does not exist");
  }

  @Test
  void an_origin_sets_cookies_for_itself_and_its_domain_only() {
    final CookieJar jar = new CookieJar(List.of());
    final URI from = URI.create("http://a.cdn.example.com/live/x/master.m3u8");
    accept(jar, from, "host=1", "domain=2; Domain=.cdn.example.com; Path=/", "root=3; path=/");
    accept(
        jar,
        from,
        "evil=1; domain=example.org",
        "evil=2; domain=com",
        "evil=3; domain=b.cdn.example.com");
    accept(jar, from, "nonsense", "=novalue", "ctl=a\u0001b");
    assertThat(sent(jar, "http://a.cdn.example.com/live/x/y/1.ts"))
        .isEqualTo("host=1; domain=2; root=3");
    assertThat(sent(jar, "http://a.cdn.example.com/live/xy")).isEqualTo("domain=2; root=3");
    assertThat(sent(jar, "http://b.cdn.example.com/live/x/")).isEqualTo("domain=2");
    assertThat(sent(jar, "http://example.org/")).isEmpty();
    assertThat(sent(jar, "http://other.com/")).isEmpty();
  }

  @Test
  void an_address_has_no_domain_above_it() {
    final CookieJar jar = new CookieJar(List.of());
    accept(jar, URI.create("http://10.0.0.1/"), "a=1; domain=0.0.1", "b=2; domain=10.0.0.1");
    assertThat(sent(jar, "http://10.0.0.1:8080/")).isEqualTo("b=2");
    assertThat(sent(jar, "http://11.0.0.1/")).isEmpty();
  }

  @Test
  void cookies_end_by_age_or_date_and_can_be_replaced_and_deleted() {
    final CookieJar jar = new CookieJar(List.of());
    final URI uri = URI.create("http://h.example/");
    accept(jar, uri, "age=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
    accept(
        jar,
        uri,
        "date=1; Expires=Tue, 01-Jul-2025 10:02:00 GMT",
        "old=1; expires=Mon, 30 Jun 25 00:00:00 GMT");
    accept(jar, uri, "odd=1; expires=whenever", "again=1");
    assertThat(header(jar, uri, NOW)).isEqualTo("age=1; date=1; odd=1; again=1");
    assertThat(header(jar, uri, NOW.plusSeconds(61))).isEqualTo("date=1; odd=1; again=1");
    assertThat(header(jar, uri, NOW.plusSeconds(121))).isEqualTo("odd=1; again=1");
    accept(jar, uri, "again=2", "odd=; max-age=0");
    assertThat(header(jar, uri, NOW.plusSeconds(121))).isEqualTo("again=2");
  }

  @Test
  void a_jar_does_not_grow_without_end() {
    final CookieJar jar = new CookieJar(List.of());
    final URI uri = URI.create("http://h.example/");
    for (int i = 0; i < 10_000; i++) {
      accept(jar, uri, "c" + i + "=1");
    }
    assertThat(header(jar, uri, NOW).split("; ")).hasSize(2_000);
  }

  @Test
  void cookies_travel_over_redirects_and_from_request_to_request() throws Exception {
    Files.writeString(folder.resolve("cookies.txt"), "127.0.0.1\tFALSE\t/\tFALSE\t0\tfile\t1\n");
    final HttpOptions options =
        new HttpOptions(
            List.of(),
            "x",
            Optional.of(folder.resolve("cookies.txt")),
            Optional.empty(),
            false,
            4,
            OptionalLong.empty(),
            Duration.ofSeconds(5));
    try (RawServer server =
            new RawServer((request, line) -> {
              if (request.target().equals("/login")) {
                line.redirect(
                    302,
                    "/live",
                    "Set-Cookie: session=abc; Path=/",
                    "Set-Cookie: deep=1; Path=/deep");
              } else {
                line.ok(request.header("cookie"));
              }
            });
        HttpOrigin origin = Bodies.origin(options)) {
      assertThat(Bodies.text(origin.fetch(Bodies.memory(server.uri("/login")))))
          .isEqualTo("file=1; session=abc");
      assertThat(Bodies.text(origin.fetch(Bodies.memory(server.uri("/deep/x")))))
          .isEqualTo("deep=1; file=1; session=abc");
    }
  }

  private CookieJar jar(String... lines) throws Exception {
    return new CookieJar(
        CookieFile.read(
            Files.writeString(folder.resolve("cookies.txt"), String.join("\n", lines))));
  }

  private static void accept(CookieJar jar, URI from, String... setCookies) {
    jar.accept(from, List.of(setCookies), NOW);
  }

  private static String sent(CookieJar jar, String uri) {
    return header(jar, URI.create(uri), NOW);
  }

  private static String header(CookieJar jar, URI uri, Instant now) {
    return jar.header(uri, now).orElse("");
  }
}
