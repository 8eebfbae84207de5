package org.aircheck.engine.plugin;

import java.io.IOException;
import java.io.InputStream;
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
    final String file = name.replace('.', '/') + ".class";
    try (InputStream in = findResource(file) == null ? null : findResource(file).openStream()) {
      final Optional<String> call =
          in == null ? Optional.empty() : ClosedCalls.in(in.readAllBytes());
      if (call.isPresent()) {
        throw new ClosedCallError(call.get() + ", which is not for plugins");
      }
    } catch (IOException | IllegalArgumentException e) {
      // A file that can't be read, or is no class, is for the JVM to refuse.
    }
    return super.findClass(name);
  }

  /** A class that makes a call which plugins may not make. */
  static final class ClosedCallError extends LinkageError {
    private static final long serialVersionUID = 1L;

    ClosedCallError(String message) {
      super(message);
    }
  }
}
