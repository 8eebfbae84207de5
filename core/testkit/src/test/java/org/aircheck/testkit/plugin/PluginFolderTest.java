package org.aircheck.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginException;
import org.aircheck.engine.plugin.PluginFolder;
import org.aircheck.engine.plugin.PluginHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing is done wholly or not at all. */
class PluginFolderTest {
  @TempDir Path root;
  private PluginFolder folder;
  private Path own;

  @BeforeEach
  void open() {
    own = root.resolve("own");
    folder = new PluginFolder(own, root.resolve("cache"));
  }

  private Path plugin(String id, String protocol) throws IOException {
    return PluginZip.of(root.resolve("work-" + id), id, PluginHost.spiVersion())
        .source("p.Own", Sources.protocol("Own", protocol, Sources.ONE_SEGMENT))
        .extensions("p.Own")
        .write(root.resolve(id + ".zip"));
  }

  private List<InstalledPlugin> installed() {
    try (PluginHost host =
        PluginHost.load(List.of(own), root.resolve("cache"), folder.disabled())) {
      return host.plugins();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(own)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> !f.equals("lock"))
          .sorted()
          .toList();
    }
  }

  @Test
  void what_is_installed_is_found_and_what_is_removed_is_not() throws Exception {
    final InstalledPlugin plugin =
        folder.install(plugin("one", "lines"), Optional.empty(), this::installed);
    assertThat(plugin.file()).isEqualTo(own.resolve("one-1.0.0.zip"));
    assertThat(installed()).containsExactly(plugin);
    folder.remove(plugin);
    assertThat(installed()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void what_is_there_is_looked_at_when_nobody_else_installs() throws Exception {
    final List<Boolean> free = new ArrayList<>();
    folder.install(
        plugin("one", "lines"),
        Optional.empty(),
        () -> {
          try (FileChannel file = FileChannel.open(own.resolve("lock"), StandardOpenOption.WRITE)) {
            free.add(file.tryLock() != null);
          } catch (OverlappingFileLockException e) {
            free.add(false);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return List.of();
        });
    assertThat(free).containsExactly(false);
  }

  @Test
  void what_is_checked_leaves_nothing_behind() throws Exception {
    folder.install(plugin("one", "lines"), Optional.empty(), List::of);
    try (PluginHost host = PluginHost.of(plugin("two", "words"), root.resolve("cache"))) {
      assertThat(host.protocols().all()).hasSize(1);
    }
    assertThat(root.resolve("cache")).isEmptyDirectory();
  }

  @Test
  void a_sum_is_held_against_the_file() throws Exception {
    final Path zip = plugin("one", "lines");
    final String sum =
        HexFormat.of()
            .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
    assertThatThrownBy(() -> folder.install(zip, Optional.of("0".repeat(64)), List::of))
        .isInstanceOf(PluginException.class)
        .hasMessage(zip + " is not the file that was meant: its SHA-256 is " + sum);
    assertThat(files()).isEmpty();
    folder.install(zip, Optional.of(sum.toUpperCase(Locale.ROOT)), List::of);
    assertThat(files()).containsExactly("one-1.0.0.zip");
  }

  @Test
  void what_can_not_be_used_is_not_installed() throws Exception {
    final Path broken = Files.writeString(root.resolve("broken.zip"), "x");
    assertThatThrownBy(() -> folder.install(broken, Optional.empty(), List::of))
        .hasMessageStartingWith(broken + ": it is no zip file");
    final Path future =
        PluginZip.of(root.resolve("w"), "future", "99.0.0").write(root.resolve("future.zip"));
    assertThatThrownBy(() -> folder.install(future, Optional.empty(), List::of))
        .hasMessageStartingWith(future + ": it was made for SPI 99.0.0");
    assertThatThrownBy(() -> folder.install(root.resolve("no.zip"), Optional.empty(), List::of))
        .hasMessage("there is no file " + root.resolve("no.zip"));
    assertThat(files()).isEmpty();
  }

  @Test
  void two_of_one_name_are_not_installed() throws Exception {
    folder.install(plugin("one", "lines"), Optional.empty(), this::installed);
    assertThatThrownBy(
            () -> folder.install(root.resolve("one.zip"), Optional.empty(), this::installed))
        .isInstanceOf(PluginException.class)
        .hasMessageContaining("remove it first with 'aircheck plugins remove one'");
    assertThatThrownBy(
            () -> folder.install(plugin("two", "lines"), Optional.empty(), this::installed))
        .hasMessageContaining("the plugin \"one\" brings \"lines\" already")
        .hasMessageContaining("aircheck plugins disable one");
    folder.disable("one");
    folder.install(root.resolve("two.zip"), Optional.empty(), this::installed);
    assertThat(files()).containsExactly("disabled.txt", "one-1.0.0.zip", "two-1.0.0.zip");
  }

  @Test
  void off_is_off_until_it_is_on() throws Exception {
    folder.install(plugin("one", "lines"), Optional.empty(), List::of);
    assertThat(folder.disabled()).isEmpty();
    folder.disable("one");
    folder.disable("other");
    folder.disable("one");
    assertThat(folder.disabled()).isEqualTo(Set.of("one", "other"));
    assertThat(installed().getFirst().disabled()).isTrue();
    folder.enable("one");
    folder.enable("never");
    assertThat(folder.disabled()).isEqualTo(Set.of("other"));
    assertThat(installed().getFirst().disabled()).isFalse();
  }

  @Test
  void what_is_part_of_the_program_stays() throws Exception {
    final Path bundled = root.resolve("home/plugins");
    Files.createDirectories(bundled);
    Files.copy(plugin("one", "lines"), bundled.resolve("one.zip"));
    try (PluginHost host = PluginHost.load(List.of(bundled), root.resolve("cache"), Set.of())) {
      assertThatThrownBy(() -> folder.remove(host.plugins().getFirst()))
          .isInstanceOf(PluginException.class)
          .hasMessageContaining("aircheck plugins disable one");
    }
    assertThat(bundled.resolve("one.zip")).exists();
  }
}
