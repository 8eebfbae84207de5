package org.aircheck.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChildTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void keeps_the_output_and_the_exit_code() {
    try (Child child = shell("echo out; echo err >&2; exit 3")) {
      assertThat(child.awaitExit(SOON)).isEqualTo(3);
      assertThat(child.output()).containsExactly("out", "err");
    }
  }

  @Test
  void runs_in_its_folder() throws Exception {
    try (Child child = shell("pwd -P")) {
      assertThat(child.awaitLine("/", SOON)).isEqualTo(folder.toRealPath().toString());
    }
  }

  @Test
  void an_interrupt_arrives_as_ctrl_c_would() {
    try (Child child = shell("trap 'echo caught; exit 0' INT; echo ready; while :; do :; done")) {
      child.awaitLine("ready", SOON);
      child.interrupt();
      assertThat(child.awaitExit(SOON)).isZero();
      assertThat(child.output()).contains("caught");
    }
  }

  @Test
  void waiting_for_a_line_fails_when_the_process_ends_without() {
    try (Child child = shell("echo other")) {
      assertThatThrownBy(() -> child.awaitLine("wanted", SOON))
          .isInstanceOf(AssertionError.class)
          .hasRootCauseMessage("sh ended without; it wrote [other]");
    }
  }

  @Test
  void closing_kills() {
    final Child child = shell("trap '' TERM INT; echo ready; while :; do :; done");
    child.awaitLine("ready", SOON);
    child.close();
    assertThat(child.alive()).isFalse();
  }

  private Child shell(String script) {
    return Child.start(List.of("/bin/sh", "-c", script), folder);
  }
}
