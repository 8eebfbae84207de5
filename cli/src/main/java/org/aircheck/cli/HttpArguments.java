package org.aircheck.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.aircheck.engine.fetch.HttpOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How to speak to origins. */
final class HttpArguments {
  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "NAME: VALUE",
      description = "Send this header with every request; may be given several times.")
  private List<String> headers = new ArrayList<>();

  @Option(
      names = "--cookies",
      paramLabel = "FILE",
      description = "Send the cookies of this file (Netscape format).")
  private @Nullable Path cookies;

  @Option(
      names = "--user-agent",
      paramLabel = "TEXT",
      description = "Say that this is the program.")
  private @Nullable String userAgent;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "Go through a proxy: http://HOST:PORT or socks5://HOST:PORT.")
  private @Nullable URI proxy;

  @Option(names = "--insecure", description = "Accept any certificate.")
  private boolean insecure;

  @Option(
      names = "--limit-rate",
      paramLabel = "RATE",
      converter = Sizes.class,
      description = "Receive at most this many bytes a second, like 2M.")
  private @Nullable Long limitRate;

  /** Refuses what is no http or https address of a host. */
  void checkAddress(URI url) {
    final String scheme = String.valueOf(url.getScheme());
    if (!scheme.equalsIgnoreCase("http") && !scheme.equalsIgnoreCase("https")
        || url.getHost() == null) {
      throw new ParameterException(
          command.commandLine(),
          "'" + url + "' is no http or https address; give the one of a manifest");
    }
  }

  HttpOptions options() {
    final List<HttpOptions.Header> all = new ArrayList<>();
    try {
      for (String header : headers) {
        final int colon = header.indexOf(':');
        if (colon < 1) {
          throw new IllegalArgumentException("a header is written like 'Name: value'");
        }
        all.add(
            new HttpOptions.Header(
                header.substring(0, colon).strip(), header.substring(colon + 1).strip()));
      }
      return new HttpOptions(
          all,
          Optional.ofNullable(userAgent).orElse("Aircheck/" + Version.number()),
          Optional.ofNullable(cookies),
          Optional.ofNullable(proxy),
          insecure,
          HttpOptions.DEFAULT.connectionsPerHost(),
          limitRate == null ? OptionalLong.empty() : OptionalLong.of(limitRate),
          HttpOptions.DEFAULT.connectTimeout());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()));
    }
  }
}
