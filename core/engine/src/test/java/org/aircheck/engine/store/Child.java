package org.aircheck.engine.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalLong;

/** Another Java process that writes sessions. */
final class Child {
  private final Process process;
  private final BufferedReader output;

  private Child(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  static Child run(String what, Path root) throws IOException {
    return new Child(
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                what,
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** The next line that it prints. */
  String waitForLine() throws IOException {
    return Objects.requireNonNullElse(output.readLine(), "(ended)");
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The other process. */
  public static void main(String[] arguments) {
    final Sessions sessions = new Sessions(Path.of(arguments[1]));
    try (SessionWriter writer = sessions.resume("s", Puts.start())) {
      if (arguments[0].equals("write")) {
        write(writer);
      }
      System.out.println("resumed");
    } catch (StoreException e) {
      System.out.println(e.problem());
    }
  }

  private static void write(SessionWriter writer) {
    final long track = writer.track(Puts.TRACK);
    for (int i = 0; i < 1_000_000; i++) {
      Puts.segment(writer, track, i, Puts.bytes(20_000 + i % 7, (int) (i ^ track)));
      writer.exchange(
          ExchangeKind.MANIFEST,
          OptionalLong.of(track),
          1,
          Puts.manifest(Puts.SOURCE, Puts.T0.plusSeconds(i), "version " + i),
          "");
      writer.commit();
      if (i % 10 == 0) {
        System.out.println(i);
      }
    }
  }
}
