package org.aircheck.testkit.plugin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin's zip, made of sources in a test. Used by one thread. */
public final class PluginZip {
  private final Map<String, byte[]> entries = new LinkedHashMap<>();
  private final List<String> classPath = new ArrayList<>();
  private final Path work;

  private PluginZip(Path work) {
    this.work = work;
    classPath.add(System.getProperty("java.class.path"));
  }

  /**
   * A plugin with a descriptor and nothing else.
   *
   * @param work where classes are compiled to; a folder of this plugin's own
   * @param requires the version of the SPI
   */
  public static PluginZip of(Path work, String id, String requires) {
    return new PluginZip(work)
        .entry(
            "plugin.properties",
            "plugin.id=" + id + "\nplugin.version=1.0.0\nplugin.requires=" + requires + "\n");
  }

  /** The same with an entry. */
  public PluginZip entry(String name, String content) {
    entries.put(name, content.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** The same without the entries whose names begin so. */
  public PluginZip without(String prefix) {
    entries.keySet().removeIf(name -> name.startsWith(prefix));
    return this;
  }

  /** The same with the classes that are named as extensions. */
  public PluginZip extensions(String... names) {
    return entry("classes/META-INF/extensions.idx", String.join("\n", names) + "\n");
  }

  /** The same with a class of its own. */
  public PluginZip source(String name, String source) throws IOException {
    add("classes/", compile(name, source));
    return this;
  }

  /** The same with a library of one class, which its other classes can use. */
  public PluginZip library(String jar, String name, String source) throws IOException {
    final Path classes = compile(name, source);
    final Path file = Files.createTempFile(work, jar, ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (Path path : files(classes)) {
        write(zip, classes.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    entries.put("lib/" + jar + ".jar", Files.readAllBytes(file));
    classPath.addFirst(file.toString());
    return this;
  }

  /** Writes the zip. */
  public Path write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        write(zip, entry.getKey(), entry.getValue());
      }
    }
    return file;
  }

  private void add(String prefix, Path folder) throws IOException {
    for (Path path : files(folder)) {
      entries.put(prefix + folder.relativize(path), Files.readAllBytes(path));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void write(ZipOutputStream zip, String name, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(content);
    zip.closeEntry();
  }

  private Path compile(String name, String source) throws IOException {
    Files.createDirectories(work);
    final Path target = Files.createTempDirectory(work, "classes");
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    final StringWriter output = new StringWriter();
    final JavaFileObject unit =
        new SimpleJavaFileObject(
            URI.create("string:///" + name.replace('.', '/') + ".java"),
            JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    final List<String> options =
        List.of(
            "-proc:none",
            "-d",
            target.toString(),
            "-cp",
            String.join(File.pathSeparator, classPath));
    if (!compiler.getTask(output, null, null, options, null, List.of(unit)).call()) {
      throw new IllegalArgumentException(name + " does not compile: " + output);
    }
    return target;
  }
}
