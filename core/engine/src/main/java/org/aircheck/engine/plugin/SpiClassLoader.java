package org.aircheck.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;

/**
 * What a plugin sees of its host: the SPI, and of the JDK what does no I/O. Every library that it
 * uses it brings itself, in the version that it likes.
 *
 * <p>What reads or writes files, opens connections or starts processes is closed in two ways: some
 * classes are not found, and calls of others throw ({@link ClosedCalls}), because libraries'
 * classes can't even be loaded without them. This holds plugins to their contract. It is no prison:
 * code that goes through reflection on purpose has the program's rights, as all code in a JVM has.
 */
final class SpiClassLoader extends ClassLoader {
  private static final List<String> HOST =
      List.of(
          "org.aircheck.spi.",
          "org.jspecify.",
          // What a PF4J plugin may be written with; not what manages plugins.
          "org.pf4j.Extension",
          "org.pf4j.ExtensionPoint",
          "org.pf4j.Plugin",
          "org.pf4j.PluginWrapper");

  /** Libraries name them where nobody comes by; they are there for nobody else. */
  private static final List<String> CLOSED =
      List.of(
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.net.http.",
          "java.nio.file.FileSystems",
          "java.nio.file.Files",
          "java.nio.file.spi.",
          "java.rmi.",
          "java.sql.",
          "javax.naming.",
          "javax.net.",
          "javax.script.",
          "com.sun.net.httpserver.",
          "jdk.internal.",
          "sun.misc.");

  private final ClassLoader host;

  SpiClassLoader(ClassLoader host) {
    super("aircheck-spi", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (CLOSED.stream().anyMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (HOST.stream().anyMatch(h -> h.endsWith(".") ? name.startsWith(h) : name.equals(h))) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name);
  }

  @Override
  public URL getResource(String name) {
    return getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return getParent().getResources(name);
  }
}
