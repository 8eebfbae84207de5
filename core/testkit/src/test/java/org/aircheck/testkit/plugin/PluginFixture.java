package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of plugins that are made in the test, and a host that loads them. */
abstract class PluginFixture {
  static final Manifest MANIFEST =
      new Manifest(URI.create("http://o.test/a.lst"), "", "x".getBytes(StandardCharsets.UTF_8));

  @TempDir Path root;

  private Optional<PluginHost> host = Optional.empty();

  @AfterEach
  void close() {
    host.ifPresent(PluginHost::close);
  }

  PluginZip zip(String id) {
    return zip(id, PluginHost.spiVersion());
  }

  PluginZip zip(String id, String requires) {
    return PluginZip.of(root.resolve("work-" + id), id, requires);
  }

  Path file(String name) {
    return root.resolve("plugins").resolve(name + ".zip");
  }

  /** Writes a plugin of one protocol. */
  Path protocol(String id, String read) throws Exception {
    return zip(id)
        .source("p.Own", Sources.protocol("Own", id, read))
        .extensions("p.Own")
        .write(file(id));
  }

  PluginHost load(String... disabled) {
    final PluginHost loaded =
        PluginHost.load(List.of(root.resolve("plugins")), root.resolve("cache"), Set.of(disabled));
    host = Optional.of(loaded);
    return loaded;
  }

  static String problem(PluginHost host, Path file) {
    return host.plugins().stream()
        .filter(p -> p.file().equals(file))
        .findFirst()
        .flatMap(InstalledPlugin::problem)
        .orElse("");
  }

  Protocol only() {
    final PluginHost loaded = load();
    assertThat(loaded.plugins()).allSatisfy(p -> assertThat(p.problem()).isEmpty());
    return loaded.protocols().all().getFirst();
  }
}
