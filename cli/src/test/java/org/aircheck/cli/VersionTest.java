package org.aircheck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class VersionTest {

  @Test
  void version_option_prints_name_and_number() {
    StringWriter out = new StringWriter();

    int exit = Aircheck.commandLine().setOut(new PrintWriter(out)).execute("--version");

    assertThat(exit).isZero();
    assertThat(out.toString().strip()).matches("aircheck \\d+\\.\\d+\\.\\d+");
  }

  /** It is a text to be copied into a POM: there is no property in it. */
  @Test
  void the_template_names_this_version_of_the_testkit() throws Exception {
    assertThat(Path.of("../tools/plugin-template/README.md"))
        .content()
        .contains(
            "<artifactId>aircheck-testkit</artifactId>\n  <version>" + Version.number() + "<");
  }

  @Test
  void a_missing_command_is_a_usage_error() {
    StringWriter err = new StringWriter();

    int exit = Aircheck.commandLine().setErr(new PrintWriter(err)).execute();

    assertThat(exit).isEqualTo(2);
    assertThat(err.toString()).contains("Missing command").contains("Try 'aircheck --help'");
  }
}
