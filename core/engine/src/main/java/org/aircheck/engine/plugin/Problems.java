package org.aircheck.engine.plugin;

import java.util.Optional;

/** What went wrong in a plugin, in one line. */
final class Problems {
  private Problems() {}

  static String of(Throwable e) {
    final String message =
        Optional.ofNullable(e.getMessage()).orElse("").lines().findFirst().orElse("");
    return switch (e) {
      case ClassNotFoundException missing -> "its class " + message + " is missing";
      case NoClassDefFoundError missing ->
          "its class " + message.replace('/', '.') + " is missing, or not for plugins";
      case ExceptionInInitializerError failed ->
          "a class of it can't be set up: "
              + Optional.ofNullable(failed.getCause()).map(Problems::of).orElse("");
      case StackOverflowError deep -> "it called itself without end";
      default -> message.isEmpty() ? e.getClass().getSimpleName() : kind(e) + message;
    };
  }

  /** Our own refusals, closed calls among them, speak for themselves. */
  private static String kind(Throwable e) {
    return e instanceof PluginException || e.getClass() == LinkageError.class
        ? ""
        : e.getClass().getSimpleName() + ": ";
  }
}
