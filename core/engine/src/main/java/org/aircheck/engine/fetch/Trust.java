package org.aircheck.engine.fetch;

import java.net.Socket;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import reactor.netty.http.Http2SslContextSpec;

/** Whose certificates are accepted. */
final class Trust {
  private Trust() {}

  /** TLS for a client that also offers HTTP/2. */
  static Http2SslContextSpec context(boolean insecure) {
    final Http2SslContextSpec spec = Http2SslContextSpec.forClient();
    return insecure ? spec.configure(builder -> builder.trustManager(new Anyone())) : spec;
  }

  /**
   * Accepts every certificate. Being an extended one, it is also the one that would compare host
   * names.
   */
  private static final class Anyone extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
