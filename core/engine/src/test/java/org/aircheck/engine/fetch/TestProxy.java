package org.aircheck.engine.fetch;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A proxy that leads every connection to one server, whatever host was asked for, and notes which
 * was: SOCKS5 (RFC 1928 and 1929) or HTTP's CONNECT (RFC 9110, section 9.3.6).
 */
final class TestProxy implements AutoCloseable {
  private static final String USER = "me";
  private static final String PASSWORD = "hush-proxy";

  private final ServerSocket listener;
  private final boolean socks;
  private final boolean guarded;
  private final int target;
  private final List<String> destinations = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  TestProxy(boolean socks, boolean guarded, int target) throws IOException {
    this.socks = socks;
    this.guarded = guarded;
    this.target = target;
    this.listener = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.startVirtualThread(this::accept);
  }

  URI uri(String userInfo) {
    final String scheme = socks ? "socks5" : "http";
    return URI.create(scheme + "://" + userInfo + "127.0.0.1:" + listener.getLocalPort());
  }

  String address() {
    return "127.0.0.1:" + listener.getLocalPort();
  }

  /** The hosts and ports that were asked for. */
  List<String> destinations() {
    return destinations;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        final Socket client = listener.accept();
        sockets.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket client) {
    try (client) {
      final boolean admitted = socks ? socks(client) : connect(client);
      if (admitted) {
        try (Socket server = new Socket("127.0.0.1", target)) {
          sockets.add(server);
          final Thread back = Thread.startVirtualThread(() -> copy(server, client));
          copy(client, server);
          back.join();
        }
      }
    } catch (IOException | InterruptedException e) {
      // The client went away.
    }
  }

  private static void copy(Socket from, Socket to) {
    try {
      from.getInputStream().transferTo(to.getOutputStream());
      to.shutdownOutput();
    } catch (IOException e) {
      try {
        to.close();
      } catch (IOException closing) {
        throw new UncheckedIOException(closing);
      }
    }
  }

  private boolean connect(Socket client) throws IOException {
    final InputStream in = client.getInputStream();
    final String[] request = RawServer.line(in).split(" ");
    String authorization = "";
    for (String header = RawServer.line(in); !header.isEmpty(); header = RawServer.line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("proxy-authorization: basic ")) {
        authorization = header.substring("proxy-authorization: basic ".length());
      }
    }
    final String credentials =
        Base64.getEncoder()
            .encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    final boolean admitted =
        request[0].equals("CONNECT") && (!guarded || authorization.equals(credentials));
    if (admitted) {
      destinations.add(request[1]);
    }
    final String answer = admitted ? "200 Go ahead" : "407 Proxy Authentication Required";
    client
        .getOutputStream()
        .write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
    return admitted;
  }

  private boolean socks(Socket client) throws IOException {
    final DataInputStream in = new DataInputStream(client.getInputStream());
    final OutputStream out = client.getOutputStream();
    in.readByte();
    in.readNBytes(in.readUnsignedByte());
    out.write(new byte[] {5, (byte) (guarded ? 2 : 0)});
    if (guarded) {
      in.readByte();
      final String user = new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
      final String password =
          new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8);
      final boolean known = user.equals(USER) && password.equals(PASSWORD);
      out.write(new byte[] {1, (byte) (known ? 0 : 1)});
      if (!known) {
        return false;
      }
    }
    in.readNBytes(3);
    final int kind = in.readUnsignedByte();
    final String host =
        kind == 3
            ? new String(in.readNBytes(in.readUnsignedByte()), StandardCharsets.UTF_8)
            : InetAddress.getByAddress(in.readNBytes(kind == 1 ? 4 : 16)).getHostAddress();
    destinations.add(host + ":" + in.readUnsignedShort());
    out.write(new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 0});
    return true;
  }
}
