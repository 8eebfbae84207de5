package org.aircheck.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.aircheck.engine.inspect.PlaylistGap;
import org.aircheck.engine.inspect.PlaylistGaps;
import org.aircheck.engine.plugin.PluginHost;
import org.aircheck.engine.store.Observation;
import org.aircheck.engine.store.SessionReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aircheck inspect}. */
@Command(
    name = "inspect",
    description = "Look for faults in a recorded session.",
    mixinStandardHelpOptions = true,
    subcommands = InspectCommand.Gaps.class)
final class InspectCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing what to look for: gaps");
  }

  /** {@code aircheck inspect gaps SESSION}. */
  @Command(
      name = "gaps",
      description = "Find playlist updates that came too late, with the two versions.",
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 none found, 3 some found, 1 failed, 2 wrong usage."})
  static final class Gaps implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private SessionFolder folder;

    @Parameters(paramLabel = "SESSION", description = "The session's name.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String session;

    @Option(
        names = {"-t", "--threshold"},
        paramLabel = "SECONDS",
        converter = Durations.class,
        description =
            "Report changes further apart than this (default: 1.5 times the target duration).")
    private @Nullable Duration threshold;

    @Option(
        names = {"-p", "--playlist"},
        paramLabel = "PLAYLIST",
        defaultValue = "",
        description = "Only playlists with this in their address or track.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String playlist;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
      final PrintWriter out = spec.commandLine().getOut();
      try (SessionReader reader = folder.sessions().read(session);
          PluginHost plugins = Plugins.load()) {
        final List<PlaylistGap> gaps =
            new PlaylistGaps(reader, plugins.protocols(), Optional.ofNullable(threshold))
                .find(playlist);
        if (json) {
          out.println(json(gaps, reader));
        } else {
          gaps.forEach(gap -> print(gap, reader, out));
          out.println(
              gaps.isEmpty() ? "no gaps" : gaps.size() + (gaps.size() == 1 ? " gap" : " gaps"));
        }
        return gaps.isEmpty() ? Failures.OK : Failures.GAPS;
      }
    }

    private static void print(PlaylistGap gap, SessionReader reader, PrintWriter out) {
      out.println(
          String.format(
              Locale.ROOT,
              "%s: %.3f s without a change (more than %.3f s), %s",
              gap.track(),
              gap.apart().toMillis() / 1000.0,
              gap.threshold().toMillis() / 1000.0,
              gap.address()));
      version(gap.before(), reader, out);
      version(gap.after(), reader, out);
    }

    private static void version(Observation version, SessionReader reader, PrintWriter out) {
      out.println("  row " + version.id() + ", " + version.at());
      text(version, reader).lines().forEach(line -> out.println("    " + printable(line)));
    }

    private static ArrayNode json(List<PlaylistGap> gaps, SessionReader reader) {
      final ArrayNode array = new ObjectMapper().createArrayNode();
      for (PlaylistGap gap : gaps) {
        final ObjectNode node = array.addObject();
        node.put("track", gap.track()).put("address", gap.address());
        node.put("seconds", gap.apart().toMillis() / 1000.0)
            .put("threshold", gap.threshold().toMillis() / 1000.0);
        json(node.putObject("before"), gap.before(), reader);
        json(node.putObject("after"), gap.after(), reader);
      }
      return array;
    }

    private static void json(ObjectNode node, Observation version, SessionReader reader) {
      node.put("row", version.id())
          .put("at", version.at().toString())
          .put("body", text(version, reader));
    }

    private static String text(Observation version, SessionReader reader) {
      return version
          .body()
          .map(b -> new String(reader.content(b), StandardCharsets.UTF_8))
          .orElse("");
    }

    /** A manifest is anybody's: it must not be able to speak to the terminal. */
    private static String printable(String line) {
      return line.replaceAll("\\p{Cntrl}", "?");
    }
  }
}
