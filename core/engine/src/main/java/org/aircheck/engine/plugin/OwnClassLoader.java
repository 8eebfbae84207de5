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
    final Optional<byte[]> closed = file == null ? Optional.empty() : closed(file);
    return closed.isPresent()
        ? defineClass(name, closed.get(), 0, closed.get().length)
        : super.findClass(name);
  }

  /** What can't be looked at is not used: it could do anything. */
  private Optional<byte[]> closed(URL file) {
    try {
      final URLConnection connection = file.openConnection();
      connection.setUseCaches(false); // or a library's jar stays open for good
      try (InputStream in = connection.getInputStream()) {
        return ClosedCalls.closed(in.readAllBytes(), this);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new LinkageError("its class " + file + " can't be read: " + e.getMessage(), e);
    }
  }
}
