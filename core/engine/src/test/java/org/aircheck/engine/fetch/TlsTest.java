package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;

/** TLS with a certificate that nobody signed. */
final class TlsTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] BODY = Bodies.random(3_000_000);

  @TempDir static Path folder;

  private static KeyManagerFactory keys;

  @BeforeAll
  static void make_a_certificate() throws Exception {
    final Path store = folder.resolve("keys.p12");
    final String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    final Process process =
        new ProcessBuilder(
                (keytool
                        + " -genkeypair -alias test -keyalg EC -dname CN=somebody.example -storetype PKCS12 -keystore "
                        + store
                        + " -storepass changeit -keypass changeit -validity 2")
                    .split(" "))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    final KeyStore loaded = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      loaded.load(in, PASSWORD);
    }
    keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(loaded, PASSWORD);
  }

  @Test
  void a_certificate_that_nobody_signed_is_refused_with_advice() throws Exception {
    final HttpsServer server = http11();
    try (HttpOrigin origin = Bodies.origin(HttpOptions.DEFAULT)) {
      final int port = server.getAddress().getPort();
      assertThat(
              origin
                  .fetch(Bodies.memory(URI.create("https://127.0.0.1:" + port + "/")))
                  .error()
                  .orElseThrow())
          .startsWith("the certificate of 127.0.0.1:" + port + " is not trusted: ")
          .endsWith("; --insecure accepts it")
          .doesNotContain("\n");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void insecure_accepts_it_though_it_is_another_hosts() throws Exception {
    final HttpsServer server = http11();
    try (HttpOrigin origin = Bodies.origin(insecure(Optional.empty()))) {
      for (int i = 0; i < 2; i++) {
        final Exchange exchange =
            origin.fetch(
                Bodies.file(
                    URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/"),
                    folder.resolve("a" + i)));
        assertThat(exchange.error()).isEmpty();
        assertThat(folder.resolve("a" + i)).hasBinaryContent(BODY);
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void http2_is_spoken_where_it_is_offered() throws Exception {
    final AtomicReference<String> version = new AtomicReference<>("");
    final DisposableServer server = http2(version);
    try (HttpOrigin origin = Bodies.origin(insecure(Optional.empty()))) {
      for (int i = 0; i < 2; i++) {
        final Exchange exchange =
            origin.fetch(
                Bodies.file(
                    URI.create("https://127.0.0.1:" + server.port() + "/"),
                    folder.resolve("b" + i)));
        assertThat(exchange.error()).isEmpty();
        assertThat(exchange.status()).hasValue(200);
        assertThat(folder.resolve("b" + i)).hasBinaryContent(BODY);
      }
      assertThat(version).hasValue("HTTP/2.0");
      final Exchange small =
          origin.fetch(Bodies.memory(URI.create("https://127.0.0.1:" + server.port() + "/small")));
      assertThat(Bodies.text(small)).isEqualTo("small");
    } finally {
      server.disposeNow();
    }
  }

  @Test
  void tls_goes_through_a_proxy() throws Exception {
    final HttpsServer server = http11();
    try (TestProxy proxy = new TestProxy(true, false, server.getAddress().getPort());
        HttpOrigin origin = Bodies.origin(insecure(Optional.of(proxy.uri(""))))) {
      final Exchange exchange =
          origin.fetch(Bodies.memory(URI.create("https://far.away.invalid/")));
      assertThat(exchange.error()).isEmpty();
      assertThat(Bodies.bytes(exchange)).isEqualTo(BODY);
      assertThat(proxy.destinations()).containsExactly("far.away.invalid:443");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void a_server_without_tls_is_told_in_one_line() throws Exception {
    try (RawServer server = new RawServer((request, line) -> line.ok("plain"));
        HttpOrigin origin = Bodies.origin(insecure(Optional.empty()))) {
      final String error =
          origin
              .fetch(Bodies.memory(URI.create("https://127.0.0.1:" + server.port() + "/")))
              .error()
              .orElseThrow();
      assertThat(error).contains("127.0.0.1:" + server.port()).doesNotContain("\n");
    }
  }

  private static HttpsServer http11() throws Exception {
    final SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), null, null);
    final HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, BODY.length);
            exchange.getResponseBody().write(BODY);
          }
        });
    server.start();
    return server;
  }

  private static DisposableServer http2(AtomicReference<String> version) {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(0)
        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
        .secure(spec -> spec.sslContext(Http2SslContextSpec.forServer(keys)))
        .handle((request, response) -> {
          version.set(request.version().text());
          return request.uri().equals("/small")
              ? response.sendString(Mono.just("small"))
              : response.sendByteArray(Mono.just(BODY));
        })
        .bindNow();
  }

  private static HttpOptions insecure(Optional<URI> proxy) {
    return new HttpOptions(
        List.of(),
        "x",
        Optional.empty(),
        proxy,
        true,
        4,
        OptionalLong.empty(),
        Duration.ofSeconds(5));
  }
}
