package org.aircheck.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Addresses in a viewer's URL tree, and references between them. */
final class PlaceTest {
  private static final String SERVER = "http://127.0.0.1:9090/view/s/1700000000000/0/1/";

  @ParameterizedTest
  @CsvSource({
    "https://cdn.example/live/a.m3u8, https/cdn.example/live/a.m3u8",
    "http://h:8080/a?b=c&d=/e, http/h:8080/a?b=c&d=/e",
    "http://[::1]:80/a, http/%5B::1%5D:80/a",
    "https://user:pa%40ss@h/a, https/user:pa%2540ss@h/a",
    "https://h/a%2Fb//c/%20d, https/h/a%2Fb//c/%20d",
    "https://h/a/../b, https/h/a/~../b",
    "https://h/a/~../b, https/h/a/~~../b",
    "https://h/%2e%2E/./b., https/h/~%2e%2E/~./b.",
    "https://h/, https/h/",
    "https://h/a?, https/h/a?",
  })
  void an_address_has_a_place_and_the_place_the_address(String address, String place) {
    assertThat(Place.of(URI.create(address))).hasValue(place);
    assertThat(Place.address(place)).hasValue(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https",
        "https/h",
        "https//a",
        "ftp/h/a",
        "file/h/etc/passwd",
        "https/h%/a",
        "https/%2F%2Fevil/a",
        "https/a%3Fb/c",
        "https/h%0D%0A/a",
        "https/h%ff/a",
        "../../etc/passwd",
        "https/h/%zz",
      })
  void a_hostile_place_is_nobodys(String place) {
    assertThat(Place.address(place)).isEmpty();
  }

  @Test
  void what_is_no_web_address_has_no_place() {
    assertThat(Place.of(URI.create("file:///etc/passwd"))).isEmpty();
    assertThat(Place.of(URI.create("data:text/plain,x"))).isEmpty();
    assertThat(Place.of(URI.create("relative/path"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void random_addresses_find_their_way_through_a_players_url_parser_and_back(long seed) {
    final Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      final URI from = address(random);
      final URI to = address(random);
      final String place = Place.of(from).orElseThrow();
      final String reference = Reference.between(place, Place.of(to).orElseThrow());
      final URI resolved = URI.create(SERVER + place).resolve(URI.create(reference));
      assertThat(resolved.toString()).startsWith(SERVER);
      assertThat(Place.address(resolved.toString().substring(SERVER.length())))
          .as("seed %d: from %s to %s by %s", seed, from, to, reference)
          .hasValue(to.toString());
    }
  }

  /**
   * Everything that may stand in an http address; paths as they are once a parser has seen them.
   */
  private static URI address(Random random) {
    final String[] hosts = {
      "h", "cdn.example:8443", "[2001:db8::1]:81", "u:p%20w@h", "a-b_c.example", "10.0.0.1"
    };
    final String[] pieces = {
      "a", "b.ts", "~", "~~..", "..", ".", "%2e%2e", "%2F", "x:y", "%C3%A9", "(1)", "a,b;c=d", "@",
      "!$&'*+"
    };
    final StringBuilder text = new StringBuilder(random.nextBoolean() ? "http://" : "https://");
    text.append(hosts[random.nextInt(hosts.length)]);
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      text.append('/').append(pieces[random.nextInt(pieces.length)]);
    }
    if (random.nextInt(3) == 0) {
      text.append("?t=").append(pieces[random.nextInt(pieces.length)]).append("&u=/../x?y");
    }
    return URI.create(text.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "https/h/live/a.m3u8, https/h/live/1.ts, 1.ts",
    "https/h/live/a.m3u8, https/h/live/x/1.ts?t=1, x/1.ts?t=1",
    "https/h/live/a.m3u8, https/h/key, ../key",
    "https/h/live/a.m3u8, http/c/1.ts, ../../../http/c/1.ts",
    "https/h/live/a.m3u8?x=/y, https/h/live/b.m3u8?z=/, b.m3u8?z=/",
    "https/h/live/a.m3u8, https/h/live/x:1.ts, ./x:1.ts",
    "https/h/live/a.m3u8, https/h/live/, ./",
    "https/h/live/a.m3u8, https/h/live//b, .//b",
    "https/h/live/a.m3u8, https/h/live/a.m3u8, a.m3u8",
  })
  void a_reference_is_the_shortest_relative_one(String from, String to, String reference) {
    assertThat(Reference.between(from, to)).isEqualTo(reference);
  }

  @Test
  void a_viewers_spellings_lead_to_the_recorded_one() {
    assertThat(Spellings.of("https://h/a?_HLS_msn=3&t=1&_HLS_part=0")).contains("https://h/a?t=1");
    assertThat(Spellings.of("https://h/a?_HLS_msn=3")).contains("https://h/a");
    assertThat(Spellings.of("https://h/%C3%A9.ts")).contains("https://h/é.ts");
    assertThat(Spellings.of("https://h/?x")).contains("https://h?x");
    assertThat(Spellings.of("https://h/")).contains("https://h");
    assertThat(Spellings.of("https://h/a/../b")).contains("https://h/b");
    assertThat(Spellings.of("https://h/a%20b?t=_HLS_").getFirst())
        .isEqualTo("https://h/a%20b?t=_HLS_");
  }
}
