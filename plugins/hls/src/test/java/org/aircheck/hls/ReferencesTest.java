package org.aircheck.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
  private static final URI BASE = URI.create("http://a/b/c/d;p?q");

  /** RFC 3986 sections 5.4.1 and 5.4.2, those that are http addresses. */
  @ParameterizedTest
  @CsvSource({
    "g, http://a/b/c/g",
    "./g, http://a/b/c/g",
    "g/, http://a/b/c/g/",
    "/g, http://a/g",
    "//g, http://g",
    "?y, http://a/b/c/d;p?y",
    "g?y, http://a/b/c/g?y",
    "'#s', http://a/b/c/d;p?q#s",
    "g#s, http://a/b/c/g#s",
    "g?y#s, http://a/b/c/g?y#s",
    ";x, http://a/b/c/;x",
    "g;x=1?y#s, http://a/b/c/g;x=1?y#s",
    "., http://a/b/c/",
    "./, http://a/b/c/",
    ".., http://a/b/",
    "../g, http://a/b/g",
    "../.., http://a/",
    "../../g, http://a/g",
    "../../../g, http://a/g",
    "/../g, http://a/g",
    "g., http://a/b/c/g.",
    "..g, http://a/b/c/..g",
    "./../g, http://a/b/g",
    "g/./h, http://a/b/c/g/h",
    "g/../h, http://a/b/c/h",
    "g?y/../x, http://a/b/c/g?y/../x",
  })
  void resolves_the_examples_of_the_rfc(String reference, String address) {
    assertThat(References.resolve(BASE, reference)).hasToString("Optional[" + address + "]");
  }

  /** Paths that {@link URI#resolve} changes, and characters that it throws on. */
  @ParameterizedTest
  @CsvSource({
    "x//y.ts, http://a/b/c/x//y.ts",
    "http://h//v//1.ts, http://h//v//1.ts",
    "a b.ts, http://a/b/c/a%20b.ts",
    "100%.ts, http://a/b/c/100%25.ts",
    "ä.ts, http://a/b/c/%C3%A4.ts",
    "x.ts?u=http://z/[1]|2, http://a/b/c/x.ts?u=http://z/[1]%7C2",
    "12:30.ts, http://a/b/c/12:30.ts",
  })
  void keeps_what_servers_tell_apart(String reference, String address) {
    assertThat(References.resolve(BASE, reference)).hasToString("Optional[" + address + "]");
  }

  @Test
  void only_http_has_an_address_to_ask() {
    for (String other : new String[] {"skd://k", "data:,x", "file:///etc/passwd", "http:x"}) {
      assertThat(References.resolve(BASE, other).filter(References::isHttp)).as(other).isEmpty();
    }
  }
}
