package org.aircheck.engine.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * PF4J, with plugins that see the JDK and the SPI only and that are loaded from the folders that we
 * name.
 */
final class SpiPluginManager extends DefaultPluginManager {

  SpiPluginManager(Path cache, String spiVersion) {
    super(List.of(cache));
    setSystemVersion(spiVersion);
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PropertiesPluginDescriptorFinder();
  }

  @Override
  protected PluginLoader createPluginLoader() {
    return new DefaultPluginLoader(this) {
      @Override
      protected PluginClassLoader createPluginClassLoader(
          Path pluginPath, PluginDescriptor descriptor) {
        // The parent first: it has nothing but JDK and SPI, and there must be one SPI.
        return new PluginClassLoader(
            pluginManager,
            descriptor,
            new SpiClassLoader(SpiPluginManager.class.getClassLoader()),
            ClassLoadingStrategy.APD);
      }
    };
  }
}
