package org.aircheck.engine.plugin;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginWrapper;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PF4J for one plugin, which sees the JDK's pure part and the SPI only and is loaded from the
 * folder that we name.
 */
final class SpiPluginManager extends DefaultPluginManager {
  private static final Logger LOG = LoggerFactory.getLogger(SpiPluginManager.class);

  private final Path folder;

  /**
   * Nothing is loaded yet.
   *
   * @param folder the unpacked plugin
   */
  SpiPluginManager(Path folder) {
    super(List.of(folder));
    this.folder = folder;
  }

  /**
   * Loads the plugin.
   *
   * @return an object of each class that it names as an extension
   */
  List<Object> extensions() throws PluginException, ClassNotFoundException {
    final String id = loadPlugin(folder);
    if (startPlugin(id) != PluginState.STARTED) {
      final Throwable why = getPlugin(id).getFailedException();
      throw new PluginException("it does not start" + (why == null ? "" : ": " + Problems.of(why)));
    }
    final ClassLoader loader = getPlugin(id).getPluginClassLoader();
    final List<Object> extensions = new ArrayList<>();
    // Not by PF4J's own finder: that one leaves out what it can't load, and says so in the log
    // only.
    for (String name : getExtensionClassNames(id)) {
      extensions.add(make(loader.loadClass(name)));
    }
    return extensions;
  }

  private static Object make(Class<?> type) throws PluginException {
    try {
      return type.getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new PluginException(
          type.getName() + " can't be made: " + Problems.of(e.getTargetException()));
    } catch (ReflectiveOperationException e) {
      throw new PluginException(type.getName() + " needs a public constructor without parameters");
    }
  }

  /**
   * Stops and forgets the plugin; one that won't be stopped keeps nobody from ending. Over a copy:
   * PF4J's own loop trips over the list that it shrinks.
   */
  void close() {
    for (PluginWrapper plugin : List.copyOf(getPlugins())) {
      try {
        unloadPlugin(plugin.getPluginId());
      } catch (Throwable e) {
        LOG.warn("the plugin \"{}\" can't be stopped: {}", plugin.getPluginId(), Problems.of(e));
      }
    }
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
        return new OwnClassLoader(
            pluginManager, descriptor, new SpiClassLoader(SpiPluginManager.class.getClassLoader()));
      }
    };
  }
}
