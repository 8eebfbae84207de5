package org.aircheck.engine.fetch;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

/**
 * What went wrong before an answer's head was there, as a sentence of one line. It speaks of hosts,
 * never of queries, headers or passwords.
 *
 * @param host of the request, with its port when the address has one
 * @param proxy host and port
 */
record Failures(String host, Optional<String> proxy, HttpOptions options) {
  private static final int LONGEST = 200;
  private static final Pattern PROXY_STATUS = Pattern.compile("status: (.*)");

  /** Failures of requests to an address. */
  static Failures of(URI uri, HttpOptions options) {
    final Optional<String> proxy =
        options.proxy().map(address -> address.getHost() + ":" + address.getPort());
    return new Failures(Location.host(uri), proxy, options);
  }

  /** The sentence for an exception. */
  String sentence(Throwable failure) {
    return switch (failure) {
      case ProxyConnectException e -> viaProxy(e);
      case ConnectTimeoutException e -> noConnection(options.connectTimeout());
      case UnknownHostException e ->
          "no such host " + proxy.orElse(host).replaceFirst(":\\d+$", "");
      case NoRouteToHostException e -> "no route to " + peer();
      case ConnectException e -> notConnected(e);
      case SSLException e -> tls(e);
      case DecoderException e when e.getCause() instanceof SSLException cause -> tls(cause);
      case DecoderException e -> host + " does not answer in HTTP: " + told(e);
      case IOException e when isClosedByPeer(e) -> noAnswer();
      case IllegalArgumentException e -> "the address of " + host + " can't be asked: " + told(e);
      default -> "the request to " + host + " failed: " + told(failure);
    };
  }

  /** The connection was closed instead of an answer. */
  String noAnswer() {
    return host + " closed the connection without an answer";
  }

  /** Neither a free connection nor a new one. */
  String noConnection(Duration patience) {
    return "timed out after " + seconds(patience) + " connecting to " + peer();
  }

  /** The request was sent, and nothing came. */
  String silence(Duration patience) {
    return "timed out after " + seconds(patience) + " waiting for the answer";
  }

  /**
   * Whether a connection was closed or reset by the other side, as an idle one may be at any time.
   */
  static boolean isClosedByPeer(Throwable failure) {
    return failure instanceof PrematureCloseException
        || failure instanceof java.nio.channels.ClosedChannelException
        || AbortedException.isConnectionReset(failure);
  }

  /** For example {@code 10 s} or {@code 0.25 s}. */
  static String seconds(Duration duration) {
    final long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis / 1000.0 + " s";
  }

  /** Foreign text as a part of one line. */
  static String oneLine(String text) {
    final String clean = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return clean.length() <= LONGEST ? clean : clean.substring(0, LONGEST) + "…";
  }

  private String peer() {
    return proxy.map(address -> "the proxy " + address).orElse(host);
  }

  private String notConnected(ConnectException e) {
    final String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    if (message.contains("refused")) {
      return "connection refused by " + peer();
    }
    return message.contains("unreachable")
        ? "no route to " + peer()
        : "no connection to " + peer() + ": " + told(e);
  }

  private String viaProxy(ProxyConnectException e) {
    final String message = String.valueOf(e.getMessage());
    final Matcher status = PROXY_STATUS.matcher(message);
    final String reason;
    if (status.find()) {
      reason = ": " + oneLine(status.group(1));
    } else if (message.contains("timeout")) {
      reason = " in time";
    } else {
      reason = "";
    }
    return peer() + " gave no connection to " + host + reason;
  }

  private String tls(SSLException e) {
    final Optional<CertificateException> certificate = cause(e);
    if (certificate.isPresent()) {
      return "the certificate of "
          + host
          + " is not trusted: "
          + told(root(certificate.get()))
          + "; --insecure accepts it";
    }
    if (e instanceof SSLHandshakeException || !isClosedByPeer(e)) {
      return "no TLS with " + host + ": " + told(root(e));
    }
    return noAnswer();
  }

  private static Optional<CertificateException> cause(Throwable failure) {
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof CertificateException found) {
        return Optional.of(found);
      }
    }
    return Optional.empty();
  }

  private static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (@Nullable Throwable t = failure; t != null; t = t.getCause()) {
      root = t;
    }
    return root;
  }

  private static String told(Throwable failure) {
    final String message = failure.getMessage();
    return oneLine(message == null ? failure.getClass().getSimpleName() : message);
  }
}
