package org.aircheck.engine.plugin;

import java.net.URL;
import java.util.Enumeration;

/**
 * What a plugin sees of its host: the JDK and the SPI. Every library that it uses it brings itself,
 * in the version that it likes.
 */
final class SpiClassLoader extends ClassLoader {
  private final ClassLoader host;

  SpiClassLoader(ClassLoader host) {
    super("aircheck-spi", ClassLoader.getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (name.startsWith("org.aircheck.spi.")
        || name.startsWith("org.jspecify.")
        || name.startsWith("org.pf4j.")) {
      return host.loadClass(name);
    }
    throw new ClassNotFoundException(name + " is neither the plugin's own nor part of the SPI");
  }

  @Override
  public URL getResource(String name) {
    return getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws java.io.IOException {
    return getParent().getResources(name);
  }
}
