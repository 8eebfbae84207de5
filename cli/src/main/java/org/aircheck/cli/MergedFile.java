package org.aircheck.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.aircheck.engine.media.FfmpegTool;

/**
 * A file to merge into, in a folder that can be written to.
 *
 * @param path with a suffix that says what it is
 */
record MergedFile(Path path) {

  /** What a user names; without a suffix it becomes {@code .mkv}. */
  static MergedFile of(Path output) throws CommandException {
    if (output.getFileName() == null || Files.isDirectory(output)) {
      throw new CommandException(output + " is no file; give the name of one");
    }
    final String name = output.getFileName().toString();
    final Path target = name.indexOf('.') < 0 ? output.resolveSibling(name + ".mkv") : output;
    if (!target.toString().matches("(?is).*\\.(mp4|m4v|mov|mkv)")) {
      throw new CommandException(target + ": only .mp4, .m4v, .mov and .mkv are written");
    }
    final Path parent = target.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new CommandException("there is no folder " + parent + "; make it, or choose another");
    }
    if (!Files.isWritable(parent)) {
      throw new CommandException("can't write to " + parent + "; choose another folder");
    }
    return new MergedFile(target);
  }

  void refuseToReplace() throws CommandException {
    if (Files.exists(path)) {
      throw new CommandException(path + " is there already; --force writes over it");
    }
  }

  static FfmpegTool tool(String name) throws CommandException {
    return FfmpegTool.find(name)
        .orElseThrow(() ->
            new CommandException(name + " is missing; \"aircheck doctor\" says how to install it"));
  }
}
