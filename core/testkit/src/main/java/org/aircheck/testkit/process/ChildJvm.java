package org.aircheck.testkit.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs a main class of the test's own class path in another JVM, which can be killed without harm
 * to the test.
 */
public final class ChildJvm {
  private ChildJvm() {}

  /**
   * Starts a JVM in a folder.
   *
   * @param main the class with the main method
   * @param options of the JVM, such as {@code -Xmx64m}
   * @param arguments of the main method
   */
  public static Child start(
      Class<?> main, Path folder, List<String> options, List<String> arguments) {
    final List<String> command = new ArrayList<>();
    command.add(tool("java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add("-cp");
    command.add(classPath());
    command.add(main.getName());
    command.addAll(arguments);
    return Child.start(command, folder);
  }

  /** A program of the JDK that runs this test. */
  static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  private static String classPath() {
    final String separator = System.getProperty("path.separator");
    final List<String> absolute = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(separator, -1)) {
      absolute.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(separator, absolute);
  }
}
