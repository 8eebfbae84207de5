package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Location headers as origins write them. */
final class LocationTest {
  private static final URI BASE = URI.create("http://h.example:81/a/b?q=1");

  @Test
  void addresses_resolve_as_in_a_browser() {
    assertThat(resolved("c")).isEqualTo("http://h.example:81/a/c");
    assertThat(resolved("../c")).isEqualTo("http://h.example:81/c");
    assertThat(resolved("/c?x")).isEqualTo("http://h.example:81/c?x");
    assertThat(resolved("?x=2")).isEqualTo("http://h.example:81/a/b?x=2");
    assertThat(resolved("//cdn/c")).isEqualTo("http://cdn/c");
    assertThat(resolved("https://cdn:8443/c#f")).isEqualTo("https://cdn:8443/c");
    assertThat(resolved("http://[::1]:80/c")).isEqualTo("http://[::1]:80/c");
  }

  @Test
  void characters_that_must_not_be_there_are_escaped() {
    assertThat(resolved(" /a b|c{d}\"e^f`g<h> "))
        .isEqualTo("http://h.example:81/a%20b%7Cc%7Bd%7D%22e%5Ef%60g%3Ch%3E");
    assertThat(resolved("/100%/%2f%zz")).isEqualTo("http://h.example:81/100%25/%2f%25zz");
    assertThat(resolved("\\c\\d")).isEqualTo("http://h.example:81/c/d");
    // UTF-8 as the wire's bytes, one char each.
    assertThat(resolved("/\u00c3\u00bc")).isEqualTo("http://h.example:81/%C3%BC");
    assertThat(resolved("/a?b[]=1")).isEqualTo("http://h.example:81/a?b%5B%5D=1");
  }

  @Test
  void what_is_no_address_is_none() {
    assertThat(Location.resolve(BASE, "")).isEmpty();
    assertThat(Location.resolve(BASE, "#top")).isEmpty();
    assertThat(Location.resolve(BASE, "http://[zz")).isEmpty();
    assertThat(Location.resolve(BASE, ":x")).isEmpty();
  }

  @Test
  void nothing_makes_it_throw() {
    final long seed = 20250701;
    final Random random = new Random(seed);
    final String alphabet = "ab:/?#[]@%2f .\\|\u0000\n\u00ff";
    for (int i = 0; i < 50_000; i++) {
      final StringBuilder text = new StringBuilder();
      for (int length = random.nextInt(12); length > 0; length--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      Location.resolve(BASE, text.toString())
          .ifPresent(uri -> {
            assertThat(uri.getRawFragment()).as("seed " + seed).isNull();
            assertThat(Location.shown(uri)).doesNotContain("\n");
            Location.isHttp(uri);
          });
    }
  }

  @Test
  void what_is_shown_has_no_user_and_no_query() {
    assertThat(Location.shown(URI.create("http://me:hush@h/a?token=hush")))
        .isEqualTo("http://h/a?…");
  }

  private static String resolved(String location) {
    return Location.resolve(BASE, location).orElseThrow().toString();
  }
}
