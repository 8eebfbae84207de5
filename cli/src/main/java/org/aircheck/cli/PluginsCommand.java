package org.aircheck.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.aircheck.engine.plugin.InstalledPlugin;
import org.aircheck.engine.plugin.PluginHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aircheck plugins}. */
@Command(
    name = "plugins",
    description = "The protocol plugins.",
    mixinStandardHelpOptions = true,
    subcommands = PluginsCommand.ListPlugins.class)
@SuppressWarnings("NullAway.Init") // set by picocli
final class PluginsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing what to do: list");
  }

  /** {@code aircheck plugins list}. */
  @Command(
      name = "list",
      description = "List the protocols, and the files that they come from.",
      mixinStandardHelpOptions = true)
  @SuppressWarnings("NullAway.Init") // set by picocli
  static final class ListPlugins implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      try (PluginHost host = Plugins.load()) {
        if (json) {
          out.println(json(host));
          return Failures.OK;
        }
        for (InstalledPlugin plugin : host.plugins()) {
          out.println(
              String.format(
                  Locale.ROOT,
                  "%-12s %-10s %s  %s",
                  plugin.id(),
                  plugin.version(),
                  plugin.description(),
                  plugin.file()));
          plugin.problem().ifPresent(problem -> out.println("             not used: " + problem));
        }
        if (host.plugins().isEmpty()) {
          out.println(
              "no plugins in the distribution or in " + Plugins.userFolder().resolve("plugins"));
        }
      }
      return Failures.OK;
    }

    private static ArrayNode json(PluginHost host) {
      final ArrayNode array = new ObjectMapper().createArrayNode();
      for (InstalledPlugin plugin : host.plugins()) {
        final ObjectNode node =
            array.addObject().put("id", plugin.id()).put("version", plugin.version());
        node.put("description", plugin.description()).put("file", plugin.file().toString());
        plugin.protocols().forEach(node.putArray("protocols")::add);
        plugin.problem().ifPresent(problem -> node.put("problem", problem));
      }
      return array;
    }
  }
}
