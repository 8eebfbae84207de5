package org.aircheck.server.http;

import io.netty.channel.DefaultFileRegion;
import io.netty.util.AbstractReferenceCounted;
import io.netty.util.ReferenceCounted;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file that stays open as long as a cache or an answer under way holds it. */
final class OpenFile extends AbstractReferenceCounted {
  private final FileChannel channel;

  /** Opens it, held once. */
  OpenFile(Path file) {
    try {
      this.channel = FileChannel.open(file, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Some of its bytes, to be handed to the network; gives back one hold when they are sent. */
  DefaultFileRegion region(long position, long length, Traffic traffic) {
    return new Region(position, length, traffic);
  }

  @Override
  protected void deallocate() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ReferenceCounted touch(Object hint) {
    return this;
  }

  private final class Region extends DefaultFileRegion {
    private final Traffic traffic;

    Region(long position, long length, Traffic traffic) {
      super(channel, position, length);
      this.traffic = traffic;
    }

    @Override
    protected void deallocate() {
      traffic.sent(transferred());
      OpenFile.this.release();
    }
  }
}
