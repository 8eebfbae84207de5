package org.aircheck.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code aircheck plugins}. */
@Command(
    name = "plugins",
    description = "The plugins: which protocols there are.",
    mixinStandardHelpOptions = true,
    subcommands = {
      PluginsCommand.ListPlugins.class,
      PluginsCommand.Info.class,
      PluginFileCommands.Install.class,
      PluginsCommand.Remove.class,
      PluginsCommand.Enable.class,
      PluginsCommand.Disable.class,
      PluginFileCommands.Check.class
    },
    footer = {
      "",
      "A plugin is code that runs with your rights: install what you trust.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage."
    })
@SuppressWarnings("NullAway.Init") // set by picocli
final class PluginsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "Missing what to do: " + String.join(", ", spec.subcommands().keySet()));
  }

  /** Whether it is used, or why not. */
  static String state(InstalledPlugin plugin) {
    return plugin.disabled()
        ? "disabled"
        : plugin.problem().map(why -> "not used: " + why).orElse("used");
  }

  /** The protocols and playouts that it brings. */
  static String brings(InstalledPlugin plugin) {
    final List<String> all =
        Stream.concat(
                plugin.protocols().stream().map(id -> "protocol " + id),
                plugin.playouts().stream().map(id -> "playout " + id))
            .toList();
    return all.isEmpty() ? "nothing" : String.join(", ", all);
  }

  /** What there is to say of a plugin, a line each. */
  static void describe(InstalledPlugin plugin, PrintWriter out) {
    line(out, "id", plugin.id());
    line(out, "version", plugin.descriptor().version());
    line(out, "description", plugin.descriptor().description());
    line(out, "brings", brings(plugin));
    final String requires = plugin.descriptor().requires();
    line(out, "requires", requires.isEmpty() ? "" : "SPI " + requires);
    line(out, "provider", plugin.descriptor().provider());
    line(out, "license", plugin.descriptor().license());
    line(out, "file", plugin.file().toString());
    line(out, "state", state(plugin));
  }

  private static void line(PrintWriter out, String name, String value) {
    if (!value.isEmpty()) {
      out.println(String.format(Locale.ROOT, "%-12s %s", name, value));
    }
  }

  private static ObjectNode json(InstalledPlugin plugin) {
    final ObjectNode node = new ObjectMapper().createObjectNode();
    node.put("id", plugin.id())
        .put("version", plugin.descriptor().version())
        .put("description", plugin.descriptor().description())
        .put("requires", plugin.descriptor().requires())
        .put("provider", plugin.descriptor().provider())
        .put("license", plugin.descriptor().license())
        .put("file", plugin.file().toString())
        .put("disabled", plugin.disabled());
    plugin.protocols().forEach(node.putArray("protocols")::add);
    plugin.playouts().forEach(node.putArray("playouts")::add);
    plugin.problem().ifPresent(problem -> node.put("problem", problem));
    return node;
  }

  /** The installed plugin of an id; the one that is used, if there are several. */
  private static InstalledPlugin installed(String id) throws CommandException {
    return installed(id, plugin -> plugin.problem().isEmpty());
  }

  /**
   * The installed plugin of an id.
   *
   * @param preferred if there are several
   */
  private static InstalledPlugin installed(String id, Predicate<InstalledPlugin> preferred)
      throws CommandException {
    final List<InstalledPlugin> found =
        Plugins.installed().stream().filter(p -> p.id().equals(id)).toList();
    return found.stream()
        .filter(preferred)
        .findFirst()
        .or(() -> found.stream().findFirst())
        .orElseThrow(() ->
            new CommandException(
                "there is no plugin \"" + id + "\"; 'aircheck plugins list' shows all"));
  }

  /** {@code aircheck plugins list}. */
  @Command(
      name = "list",
      description = "List the plugins, and the files that they come from.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class ListPlugins implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      try (PluginHost host = Plugins.all()) {
        if (json) {
          out.println(
              new ObjectMapper()
                  .createArrayNode()
                  .addAll(host.plugins().stream().map(PluginsCommand::json).toList()));
          return Failures.OK;
        }
        for (InstalledPlugin plugin : host.plugins()) {
          out.println(
              String.format(
                  Locale.ROOT,
                  "%-12s %-10s %s  %s",
                  plugin.id(),
                  plugin.descriptor().version(),
                  plugin.descriptor().description(),
                  plugin.file()));
          if (plugin.disabled() || plugin.problem().isPresent()) {
            out.println("             " + state(plugin));
          }
        }
        if (host.plugins().isEmpty()) {
          out.println("no plugins in the distribution or in " + Plugins.userPlugins());
        }
      }
      return Failures.OK;
    }
  }

  /** {@code aircheck plugins info ID}. */
  @Command(
      name = "info",
      description = "Show all that is known of a plugin.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Info implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The plugin.")
    private String id;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
      final PrintWriter out = spec.commandLine().getOut();
      final InstalledPlugin plugin = installed(id);
      if (json) {
        out.println(json(plugin));
      } else {
        describe(plugin, out);
      }
      return Failures.OK;
    }
  }

  /** {@code aircheck plugins remove ID}. */
  @Command(
      name = "remove",
      description = "Delete a plugin that was installed.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Remove implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The plugin.")
    private String id;

    @Override
    public Integer call() throws Exception {
      final InstalledPlugin plugin = installed(id, Plugins.folder()::holds);
      Plugins.folder().remove(plugin);
      spec.commandLine().getOut().println("removed " + id + ": " + plugin.file());
      return Failures.OK;
    }
  }

  /** {@code aircheck plugins enable ID}. */
  @Command(
      name = "enable",
      description = "Switch a plugin on again.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Enable implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The plugin.")
    private String id;

    @Override
    public Integer call() throws Exception {
      installed(id);
      Plugins.folder().enable(id);
      spec.commandLine().getOut().println(id + " is on");
      return Failures.OK;
    }
  }

  /** {@code aircheck plugins disable ID}. */
  @Command(
      name = "disable",
      description = "Switch a plugin off; it stays installed.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class Disable implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The plugin.")
    private String id;

    @Override
    public Integer call() throws Exception {
      installed(id);
      Plugins.folder().disable(id);
      spec.commandLine()
          .getOut()
          .println(id + " is off; 'aircheck plugins enable " + id + "' switches it on again");
      return Failures.OK;
    }
  }
}
