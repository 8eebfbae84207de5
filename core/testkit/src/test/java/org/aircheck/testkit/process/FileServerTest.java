package org.aircheck.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileServerTest {
  @TempDir Path folder;

  @Test
  void serves_the_files_of_a_folder() throws Exception {
    Files.writeString(Files.createDirectory(folder.resolve("sub")).resolve("file.txt"), "hello");
    try (FileServer server = FileServer.start(folder);
        InputStream in = server.uri("sub/file.txt").toURL().openStream()) {
      assertThat(in.readAllBytes()).asString().isEqualTo("hello");
    }
  }
}
