package org.aircheck.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * Sets logging up: warnings to the error stream, all with {@code --verbose}, and all into a log
 * file.
 */
final class Logging {
  private Logging() {}

  static void configure(boolean verbose, Optional<Path> file) {
    final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    final boolean details = verbose || file.isPresent();
    root.setLevel(details ? Level.INFO : Level.WARN);
    context.getLogger("org.aircheck").setLevel(details ? Level.DEBUG : Level.WARN);
    // The libraries warn of what we report ourselves, in our own words.
    context.getLogger("reactor").setLevel(details ? Level.INFO : Level.OFF);
    context.getLogger("io.netty").setLevel(details ? Level.INFO : Level.ERROR);
    context.getLogger("com.github.kokorin").setLevel(details ? Level.INFO : Level.OFF);
    context.getLogger("org.pf4j").setLevel(details ? Level.INFO : Level.OFF);
    final ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setTarget("System.err");
    final ThresholdFilter threshold = new ThresholdFilter();
    threshold.setLevel(verbose ? "DEBUG" : "WARN");
    threshold.start();
    console.addFilter(threshold);
    root.addAppender(started(console, context, "%level{1} %logger{0}: %msg%n"));
    file.ifPresent(f -> {
      final FileAppender<ILoggingEvent> appender = new FileAppender<>();
      appender.setFile(f.toString());
      root.addAppender(
          started(
              appender, context, "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{1}: %msg%n"));
    });
  }

  private static <A extends OutputStreamAppender<ILoggingEvent>> A started(
      A appender, LoggerContext context, String pattern) {
    final PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
