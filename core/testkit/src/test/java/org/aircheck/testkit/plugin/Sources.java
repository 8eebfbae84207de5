package org.aircheck.testkit.plugin;

/** Sources of plugins, good and bad. */
final class Sources {
  private static final String PROTOCOL =
      """
      package p;

      import java.net.URI;
      import java.time.Duration;
      import java.time.Instant;
      import java.util.List;
      import org.aircheck.spi.*;

      public class CLASS implements Protocol {
        FIELDS
        @Override public String id() { return "ID"; }
        @Override public String extension() { return "lst"; }
        @Override public Recognition recognises(Manifest m) { RECOGNISES }
        @Override public Presentation read(Manifest m, Instant now) throws MalformedManifestException { READ }
        @Override public Manifest readdress(Manifest m, AddressMap a, Duration s) { return m; }
      }
      """;

  static final String ONE_SEGMENT =
      "return Presentation.builder(List.of(Track.builder(\"t\", TrackKind.VIDEO).segments(List.of("
          + "Segment.builder(1, m.uri().resolve(\"1.ts\"), new MediaTime(2, 1)).build())).build())).build();";

  private Sources() {}

  /**
   * A playout.
   *
   * @param broadcast what it makes of a schedule
   */
  static String playout(String name, String broadcast) {
    return """
    package p;

    import java.time.Instant;
    import java.util.Optional;
    import org.aircheck.spi.playout.*;

    public class CLASS implements Playout {
      @Override public String id() { return "bad"; }
      @Override public Broadcast broadcast(Schedule s) { BROADCAST }
      static class Silent implements Broadcast {
        @Override public Window window(String t, Instant n, Optional<Instant> b) { return null; }
        @Override public Optional<Airing> airing(String t, long n) { throw new Error("to do"); }
        @Override public Instant seam(Instant a) { throw new IllegalArgumentException("allowed"); }
      }
    }
    """
        .replace("CLASS", name)
        .replace("BROADCAST", broadcast);
  }

  /** A protocol that does as it is told when it reads. */
  static String protocol(String name, String id, String read) {
    return protocol(name, id, "", "return Recognition.CONTENT;", read);
  }

  static String protocol(String name, String id, String fields, String recognises, String read) {
    return PROTOCOL
        .replace("CLASS", name)
        .replace("ID", id)
        .replace("FIELDS", fields)
        .replace("RECOGNISES", recognises)
        .replace("READ", read);
  }
}
