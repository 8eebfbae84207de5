package org.aircheck.testkit.process;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * An HTTP server on a folder that shares no code with us: the JDK's jwebserver, in a process of its
 * own.
 */
public final class FileServer implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(30);

  private final Child process;
  private final URI root;

  private FileServer(Child process, URI root) {
    this.process = process;
    this.root = root;
  }

  /** Serves a folder on a free port of 127.0.0.1; returns when it answers. */
  public static FileServer start(Path folder) {
    final Path absolute = folder.toAbsolutePath();
    final List<String> command =
        List.of(
            ChildJvm.tool("jwebserver").toString(),
            "-b",
            "127.0.0.1",
            "-p",
            "0",
            "-d",
            absolute.toString(),
            "-o",
            "none");
    final Child process = Child.start(command, absolute);
    try {
      final String line = process.awaitLine("URL http", START);
      return new FileServer(process, URI.create(line.substring(line.indexOf("http")).strip()));
    } catch (RuntimeException | AssertionError e) {
      process.close();
      throw e;
    }
  }

  /** The address of a file. */
  public URI uri(String path) {
    return root.resolve(path);
  }

  @Override
  public void close() {
    process.close();
  }
}
