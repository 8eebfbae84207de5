package org.aircheck.engine.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever is logged at whatever level: no header of ours, no cookie, no password. */
final class SecretsTest {
  @TempDir Path folder;

  @Test
  void no_log_line_and_no_error_shows_a_secret() throws Exception {
    final Captured captured = new Captured();
    captured.start();
    final List<Logger> loggers =
        List.of(logger("reactor"), logger("reactor.netty"), logger("io.netty"));
    final Level before = logger("reactor.netty").getLevel();
    for (Logger logger : loggers) {
      // Not to the console, which would drown in it.
      logger.setAdditive(false);
      logger.addAppender(captured);
      logger.setLevel(Level.TRACE);
    }
    try {
      exchanges(captured.lines);
    } finally {
      for (Logger logger : loggers) {
        logger.detachAppender(captured);
        logger.setAdditive(true);
        logger.setLevel(null);
      }
      logger("reactor.netty").setLevel(before);
    }
    assertThat(captured.lines).hasSizeGreaterThan(20);
    final String coded =
        Base64.getEncoder().encodeToString("me:hush-proxy".getBytes(StandardCharsets.UTF_8));
    final String user =
        Base64.getEncoder().encodeToString("me:hush-user".getBytes(StandardCharsets.UTF_8));
    assertThat(captured.lines)
        .noneMatch(line -> line.contains("hush") || line.contains(coded) || line.contains(user));
  }

  private void exchanges(List<String> lines) throws Exception {
    Files.writeString(
        folder.resolve("cookies.txt"), "127.0.0.1\tFALSE\t/\tFALSE\t0\tfile\thush-cookie\n");
    try (RawServer server =
        new RawServer((request, line) -> {
          switch (request.target()) {
            case "/redirect" ->
                line.redirect(302, "/ok", "Set-Cookie: session=hush-session; Path=/");
            case "/ok" -> line.ok("x");
            case "/reset" -> line.reset();
            default -> line.write("nonsense\r\n\r\n");
          }
        })) {
      for (boolean socks : new boolean[] {true, false}) {
        for (boolean guarded : new boolean[] {true, false}) {
          try (TestProxy proxy = new TestProxy(socks, guarded, server.port());
              HttpOrigin origin = Bodies.origin(options(proxy.uri("me:hush-proxy@")));
              HttpOrigin stranger = Bodies.origin(options(proxy.uri("me:hush-wrong@")))) {
            for (String target : List.of("/redirect", "/reset", "/nonsense")) {
              lines.add(origin.fetch(Bodies.impatient(server.uri(target))).error().orElse(""));
              final URI named =
                  URI.create(server.uri(target).toString().replace("//", "//me:hush-user@"));
              lines.add(origin.fetch(Bodies.impatient(named)).error().orElse(""));
              lines.add(stranger.fetch(Bodies.impatient(server.uri(target))).error().orElse(""));
            }
          }
        }
      }
      assertThat(server.requests())
          .anyMatch(request -> request.header("cookie").contains("hush-session"));
      assertThat(server.requests())
          .anyMatch(request -> request.header("x-token").equals("hush-header"));
    }
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private HttpOptions options(URI proxy) {
    return new HttpOptions(
        List.of(new HttpOptions.Header("X-Token", "hush-header")),
        "x",
        Optional.of(folder.resolve("cookies.txt")),
        Optional.of(proxy),
        false,
        4,
        OptionalLong.empty(),
        Duration.ofSeconds(5));
  }

  private static final class Captured extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      final String trace =
          event.getThrowableProxy() == null
              ? ""
              : ThrowableProxyUtil.asString(event.getThrowableProxy());
      lines.add(event.getFormattedMessage() + trace);
    }
  }
}
