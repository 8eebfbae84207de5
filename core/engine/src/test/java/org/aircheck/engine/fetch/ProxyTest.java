package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Through proxies, which resolve the names. */
final class ProxyTest {
  private static final URI FAR = URI.create("http://only.the.proxy.knows.invalid/live?x=1");

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_gets_the_name_and_the_origin_the_request(boolean socks) throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("far"));
        TestProxy proxy = new TestProxy(socks, false, server.port());
        HttpOrigin origin = Bodies.origin(through(proxy.uri("")))) {
      for (int i = 0; i < 3; i++) {
        final Exchange exchange = origin.fetch(Bodies.memory(FAR));
        assertThat(exchange.error()).isEmpty();
        assertThat(Bodies.text(exchange)).isEqualTo("far");
      }
      assertThat(proxy.destinations()).containsExactly("only.the.proxy.knows.invalid:80");
      assertThat(server.requests().get(0).target()).isEqualTo("/live?x=1");
      assertThat(server.requests().get(0).header("host")).isEqualTo("only.the.proxy.knows.invalid");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_that_wants_a_password_gets_it(boolean socks) throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("far"));
        TestProxy proxy = new TestProxy(socks, true, server.port());
        HttpOrigin origin = Bodies.origin(through(proxy.uri("me:hush%2Dproxy@")))) {
      assertThat(Bodies.text(origin.fetch(Bodies.memory(FAR)))).isEqualTo("far");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_that_does_not_know_us_is_named(boolean socks) throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("far"));
        TestProxy proxy = new TestProxy(socks, true, server.port());
        HttpOrigin origin = Bodies.origin(through(proxy.uri("me:wrong@")))) {
      assertThat(origin.fetch(Bodies.memory(FAR)).error().orElseThrow())
          .startsWith(
              "the proxy "
                  + proxy.address()
                  + " gave no connection to only.the.proxy.knows.invalid")
          .doesNotContain("wrong", "\n");
      assertThat(server.requests()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_proxy_that_is_not_there_is_named(boolean socks) throws Exception {
    final TestProxy proxy = new TestProxy(socks, false, 1);
    proxy.close();
    try (HttpOrigin origin = Bodies.origin(through(proxy.uri("")))) {
      assertThat(origin.fetch(Bodies.memory(FAR)).error())
          .hasValue("connection refused by the proxy " + proxy.address());
    }
  }

  static HttpOptions through(URI proxy) {
    return new HttpOptions(
        List.of(),
        "x",
        Optional.empty(),
        Optional.of(proxy),
        false,
        4,
        OptionalLong.empty(),
        Duration.ofSeconds(5));
  }
}
