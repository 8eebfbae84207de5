package org.aircheck.testkit.plugin;

import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.aircheck.spi.Manifest;
import org.aircheck.spi.Protocol;
import org.aircheck.testkit.contract.ProtocolContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin that others copy keeps to the contract. It is not a module: its source is compiled
 * here.
 */
class TemplateContractTest extends ProtocolContract {
  private static final Path TEMPLATE = Path.of("../../tools/plugin-template/src/main");
  private static final String NAME = "org.example.csvlist.CsvListProtocol";

  @TempDir static Path work;
  private static URLClassLoader loader;

  @BeforeAll
  static void compile() throws Exception {
    final String source =
        Files.readString(TEMPLATE.resolve("java/" + NAME.replace('.', '/') + ".java"));
    final Path zip =
        PluginZip.of(work.resolve("classes"), "csvlist", "1.0.0")
            .source(NAME, source)
            .write(work.resolve("csvlist.zip"));
    final URL classes = URI.create("jar:" + zip.toUri() + "!/classes/").toURL();
    loader = new URLClassLoader(new URL[] {classes}, Protocol.class.getClassLoader());
  }

  @AfterAll
  static void close() throws Exception {
    loader.close();
  }

  @Override
  protected Protocol protocol() {
    try {
      return (Protocol) loader.loadClass(NAME).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  protected List<Manifest> samples() {
    return List.of(
        list("0.ts,0.000000,2.000000\n1.ts,2.000000,4.040000\n"),
        list("/b/7.ts,14.000000,16.000000\r\nhttps://cdn.test/8.ts?a=1,16.000000,18.000000\r\n"));
  }

  private static Manifest list(String text) {
    return new Manifest(
        URI.create("http://o.test/live/list.csv"),
        "text/csv",
        text.getBytes(StandardCharsets.UTF_8));
  }
}
