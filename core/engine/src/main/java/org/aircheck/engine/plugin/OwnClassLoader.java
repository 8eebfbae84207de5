package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.Optional;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/** A plugin's own classes and libraries, behind what {@link SpiClassLoader} shows of the host. */
final class OwnClassLoader extends PluginClassLoader {

  OwnClassLoader(PluginManager manager, PluginDescriptor descriptor, ClassLoader host) {
    // The parent first: it has nothing but JDK and SPI, and there must be one SPI.
    super(manager, descriptor, host, ClassLoadingStrategy.APD);
  }

  /** PF4J takes the JDK's classes past the parent. */
  @Override
  public Class<?> loadClass(String name) throws ClassNotFoundException {
    return name.startsWith("java.") ? getParent().loadClass(name) : super.loadClass(name);
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    final URL file = findResource(name.replace('.', '/') + ".class");
    if (file != null) {
      final Optional<String> call = closedCall(file);
      if (call.isPresent()) {
        throw new ClosedCallError(call.get() + ", which is not for plugins");
      }
    }
    return super.findClass(name);
  }

  /** A file that can't be read, or is no class, is for the JVM to refuse. */
  private static Optional<String> closedCall(URL file) {
    try {
      final URLConnection connection = file.openConnection();
      connection.setUseCaches(false); // or a library's jar stays open for good
      try (InputStream in = connection.getInputStream()) {
        return ClosedCalls.in(in.readAllBytes());
      }
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** A class that makes a call which plugins may not make. */
  static final class ClosedCallError extends LinkageError {
    private static final long serialVersionUID = 1L;

    ClosedCallError(String message) {
      super(message);
    }
  }
}
