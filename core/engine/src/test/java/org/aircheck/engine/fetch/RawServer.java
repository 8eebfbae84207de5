package org.aircheck.engine.fetch;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server whose script writes every byte: it can stop in the middle, reset, dawdle and talk
 * nonsense.
 */
final class RawServer implements AutoCloseable {
  private final ServerSocket listener;
  private final Script script;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> connections = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  interface Script {
    void answer(Request request, Line line) throws Exception;
  }

  /** A request as received, header names in lower case. */
  record Request(int connection, String target, Map<String, String> headers) {
    String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  /** The wire back. */
  record Line(Socket socket) {
    void write(String text) throws IOException {
      write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      socket.getOutputStream().write(bytes);
      socket.getOutputStream().flush();
    }

    void ok(byte[] body, String... headers) throws IOException {
      final String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      final ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(
          ("HTTP/1.1 200 OK\r\nContent-Length: " + body.length + "\r\n" + more + "\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      all.writeBytes(body);
      write(all.toByteArray());
    }

    void ok(String body, String... headers) throws IOException {
      ok(body.getBytes(StandardCharsets.UTF_8), headers);
    }

    void redirect(int status, String location, String... headers) throws IOException {
      final String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      write(
          "HTTP/1.1 "
              + status
              + " Go\r\nLocation: "
              + location
              + "\r\nContent-Length: 4\r\n"
              + more
              + "\r\nbye!");
    }

    void close() throws IOException {
      socket.close();
    }

    void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Blocks until the client closes or resets the connection. */
    void awaitClose() {
      try {
        final InputStream in = socket.getInputStream();
        while (in.read() >= 0) {}
      } catch (IOException e) {
        // Reset: it did not read what was written.
      }
    }
  }

  RawServer(Script script) {
    this.script = script;
    try {
      listener = new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.startVirtualThread(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  URI uri(String target) {
    return URI.create("http://127.0.0.1:" + port() + target);
  }

  List<Request> requests() {
    return requests;
  }

  Request only() {
    if (requests.size() != 1) {
      throw new AssertionError("not one request but " + requests);
    }
    return requests.get(0);
  }

  int connections() {
    return connections.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket connection : connections) {
      connection.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        final Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        connections.add(socket);
        final int number = connections.size();
        Thread.startVirtualThread(() -> serve(socket, number));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      final InputStream in = new BufferedInputStream(socket.getInputStream());
      final Line line = new Line(socket);
      for (Optional<Request> request = read(in, number);
          request.isPresent();
          request = read(in, number)) {
        requests.add(request.get());
        script.answer(request.get(), line);
      }
    } catch (Exception e) {
      // The client went away, or the script closed the connection.
    }
  }

  private static Optional<Request> read(InputStream in, int number) throws IOException {
    final String first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    final Map<String, String> headers = new TreeMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      final int colon = header.indexOf(':');
      headers.merge(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          header.substring(colon + 1).strip(),
          (a, b) -> a + "|" + b);
    }
    return Optional.of(new Request(number, first.split(" ")[1], headers));
  }

  static String line(InputStream in) throws IOException {
    final StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }
}
