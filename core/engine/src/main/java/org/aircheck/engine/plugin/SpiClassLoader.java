package org.aircheck.engine.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;

/**
 * What a plugin sees of its host: the SPI, and of the JDK what does no I/O. Every library that it
 * uses it brings itself, in the version that it likes.
 *
 * <p>A plugin that names a class which reads or writes files, opens connections or starts processes
 * fails where it does so, with an error that says which class that was; see {@link ClosedCalls} for
 * single methods. This holds plugins to their contract. It is no prison: code that goes through
 * reflection on purpose has the program's rights, as all code in a JVM has.
 */
final class SpiClassLoader extends ClassLoader {
  private static final List<String> HOST =
      List.of("org.aircheck.spi.", "org.jspecify.", "org.pf4j.");

  private static final List<String> CLOSED_PACKAGES =
      List.of(
          "java.net.http.",
          "java.nio.channels.",
          "java.nio.file.spi.",
          "java.rmi.",
          "java.sql.",
          "javax.naming.",
          "javax.net.",
          "javax.script.",
          "com.sun.net.httpserver.",
          "jdk.internal.",
          "sun.misc.");

  private static final Set<String> CLOSED =
      Set.of(
          "java.io.File",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter",
          "java.io.RandomAccessFile",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.net.DatagramSocket",
          "java.net.HttpURLConnection",
          "java.net.MulticastSocket",
          "java.net.ServerSocket",
          "java.net.Socket",
          "java.net.URLConnection",
          "java.nio.file.FileSystem",
          "java.nio.file.FileSystems",
          "java.nio.file.Files",
          "java.util.jar.JarFile",
          "java.util.logging.FileHandler",
          "java.util.zip.ZipFile");

  private final ClassLoader host;

  SpiClassLoader(ClassLoader host) {
    super("aircheck-spi", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (CLOSED.contains(name) || CLOSED_PACKAGES.stream().anyMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return super.loadClass(name, resolve);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (HOST.stream().anyMatch(name::startsWith)) {
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
