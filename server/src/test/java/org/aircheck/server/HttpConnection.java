package org.aircheck.server;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A client that writes what it is told to, byte by byte, and reads responses. */
final class HttpConnection implements AutoCloseable {
  private final Socket socket;
  private final InputStream in;

  HttpConnection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(10_000);
    in = socket.getInputStream();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  HttpResponse get(String target, String... headers) throws IOException {
    return ask("GET", target, headers);
  }

  HttpResponse ask(String method, String target, String... headers) throws IOException {
    send(head(method, target, headers));
    return read(method);
  }

  static String head(String method, String target, String... headers) {
    final StringBuilder text =
        new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: test\r\n");
    for (String header : headers) {
      text.append(header).append("\r\n");
    }
    return text.append("\r\n").toString();
  }

  /** The next response to a request of a method. */
  HttpResponse read(String method) throws IOException {
    final String[] statusLine = line().split(" ", 3);
    final Map<String, String> headers = new HashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      final int colon = line.indexOf(": ");
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    final int status = Integer.parseInt(statusLine[1]);
    final boolean bodiless = method.equals("HEAD") || status == 304 || status == 204;
    final int length = bodiless ? 0 : Integer.parseInt(headers.get("content-length"));
    return new HttpResponse(status, headers, in.readNBytes(length));
  }

  /** Whether the server has closed the connection; waits for it. */
  boolean closed() throws IOException {
    return in.read() < 0;
  }

  private String line() throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the server closed the connection behind: " + line);
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
