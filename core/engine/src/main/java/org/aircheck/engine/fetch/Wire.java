package org.aircheck.engine.fetch;

import io.netty.buffer.ByteBuf;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.resolver.NoopAddressResolverGroup;
import io.netty.util.AttributeKey;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import org.reactivestreams.Publisher;
import reactor.netty.Connection;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;
import reactor.netty.transport.ProxyProvider;

/** Connections: pools, event loops and the four clients that share them. Thread-safe. */
final class Wire implements AutoCloseable {
  private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(Wire.class, "used");
  private static final int PIECE = 32 * 1024;
  private static final int LONGEST_LINE = 16 * 1024;
  private static final int LARGEST_HEAD = 64 * 1024;
  private static final Duration IDLE = Duration.ofSeconds(30);
  private static final Duration UNUSED_HOST = Duration.ofMinutes(2);

  private final HttpOptions options;
  private final InstantSource clock;
  private final RequestHeaders headers;
  private final SystemNames names = new SystemNames();
  private final LoopResources loops =
      LoopResources.create(
          "aircheck-fetch", Math.min(2, Runtime.getRuntime().availableProcessors()), true);
  private final ConnectionProvider pool;
  private final HttpClient http;
  private final HttpClient https;
  private final HttpClient freshHttp;
  private final HttpClient freshHttps;

  Wire(HttpOptions options, InstantSource clock) {
    this.options = options;
    this.clock = clock;
    this.headers = new RequestHeaders(options);
    this.pool =
        ConnectionProvider.builder("aircheck-fetch")
            .maxConnections(options.connectionsPerHost())
            .pendingAcquireMaxCount(-1)
            .maxIdleTime(IDLE)
            .evictInBackground(IDLE.dividedBy(2))
            .disposeInactivePoolsInBackground(UNUSED_HOST, UNUSED_HOST)
            .lifo()
            .build();
    this.http = client(pool);
    this.https = secure(http);
    this.freshHttp = client(ConnectionProvider.newConnection());
    this.freshHttps = secure(freshHttp);
  }

  /**
   * Sends a request.
   *
   * @param fresh whether on a connection of its own
   */
  void send(Call call, Ask ask, URI uri, Optional<String> cookies, boolean fresh) {
    final boolean tls = uri.getScheme().toLowerCase(Locale.ROOT).equals("https");
    final HttpClient client = tls ? (fresh ? freshHttps : https) : (fresh ? freshHttp : http);
    final HttpClient.RequestSender sender = client.request(HttpMethod.GET);
    try {
      // Names that java.net takes for no host names (an underscore is enough) exist all the same.
      final HttpClient.RequestSender addressed =
          uri.getHost() == null ? sender.uri(bare(uri)) : sender.uri(ascii(uri));
      addressed
          .send((request, out) -> {
            headers.of(ask, uri, cookies, request.requestHeaders());
            out.withConnection(connection -> call.sending(isUsed(connection)));
            return out;
          })
          .responseConnection((response, connection) -> answered(call, response, connection))
          .subscribe(call);
    } catch (IllegalArgumentException e) {
      call.onError(e);
    }
  }

  @Override
  public void close() {
    pool.disposeLater().onErrorComplete().block(Duration.ofSeconds(5));
    loops
        .disposeLater(Duration.ZERO, Duration.ofSeconds(2))
        .onErrorComplete()
        .block(Duration.ofSeconds(5));
    names.close();
  }

  private Publisher<ByteBuf> answered(
      Call call, HttpClientResponse response, Connection connection) {
    final Head head =
        Head.of(response.status().code(), response.responseHeaders(), clock.instant());
    call.answered(head, connection.channel().eventLoop());
    return connection.inbound().receive();
  }

  /** Whether a connection has served an earlier request; from now on it has. */
  private static boolean isUsed(Connection connection) {
    final Channel channel = connection.channel();
    final boolean http2 = channel instanceof Http2StreamChannel;
    final Channel shared = http2 ? channel.parent() : channel;
    final boolean used = shared.attr(USED).getAndSet(true) != null;
    if (http2 && !used) {
      Http2Window.widen(shared);
    }
    return used;
  }

  private HttpClient client(ConnectionProvider connections) {
    final HttpClient client =
        HttpClient.create(connections)
            .runOn(loops)
            .headers(headers::common)
            .option(
                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                Math.toIntExact(options.connectTimeout().toMillis()))
            .option(
                ChannelOption.RECVBUF_ALLOCATOR,
                new AdaptiveRecvByteBufAllocator(1024, PIECE / 2, PIECE))
            .httpResponseDecoder(spec ->
                spec.maxInitialLineLength(LONGEST_LINE)
                    .maxHeaderSize(LARGEST_HEAD)
                    .maxChunkSize(PIECE));
    // With a proxy it is the proxy that looks names up.
    return options.proxy().isPresent()
        ? client
            .proxy(spec -> proxy(spec, options.proxy().get()))
            .resolver(NoopAddressResolverGroup.INSTANCE)
        : client.resolver(names);
  }

  private HttpClient secure(HttpClient client) {
    return client
        .protocol(HttpProtocol.H2, HttpProtocol.HTTP11)
        .http2Settings(settings -> settings.initialWindowSize(Http2Window.STREAM))
        .secure(spec ->
            spec.sslContext(Trust.context(options.insecure()))
                .handshakeTimeout(options.connectTimeout()));
  }

  private static void proxy(ProxyProvider.TypeSpec spec, URI address) {
    final boolean socks = address.getScheme().toLowerCase(Locale.ROOT).startsWith("socks");
    final ProxyProvider.Builder proxy =
        spec.type(socks ? ProxyProvider.Proxy.SOCKS5 : ProxyProvider.Proxy.HTTP)
            .host(address.getHost())
            .port(address.getPort());
    final String userInfo = address.getUserInfo();
    if (userInfo != null) {
      final int colon = userInfo.indexOf(':');
      final String password = colon < 0 ? "" : userInfo.substring(colon + 1);
      proxy
          .username(colon < 0 ? userInfo : userInfo.substring(0, colon))
          .password(user -> password);
    }
  }

  private static URI ascii(URI uri) {
    return uri.toString().chars().allMatch(c -> c < 128) ? uri : URI.create(uri.toASCIIString());
  }

  private static String bare(URI uri) {
    final String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + Location.host(uri) + uri.getRawPath() + query)
        .toASCIIString();
  }
}
