package org.aircheck.engine.fetch;

import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.aircheck.engine.time.Pacer;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.util.context.Context;

/**
 * One request on its way: where the event loop, which brings the answer, meets the thread that
 * waits for it.
 *
 * <p>The waiting thread is woken for a batch of pieces or for the end, not for each piece: a small
 * answer costs one wake-up. Demand is bounded, so a slow disk or a rate limit slows the origin
 * down.
 */
final class Call implements CoreSubscriber<ByteBuf>, AutoCloseable {
  private static final int DEMAND = 8;
  private static final int BATCH_PIECES = DEMAND / 2;
  private static final int BATCH_BYTES = 64 * 1024;

  /** Reactor would log what goes wrong on a connection that is already given up. */
  private static final Context CONTEXT =
      Context.of("reactor.onErrorDropped.local", (Consumer<Throwable>) dropped -> {});

  private final Duration patience;
  private final InstantSource clock;
  private final Pacer pacer;
  private final BlockingQueue<Boolean> bell = new ArrayBlockingQueue<>(1);

  // Guarded by this object's lock.
  private final ArrayDeque<ByteBuf> pieces = new ArrayDeque<>(DEMAND);
  private long waiting;
  private Instant progress;
  private @Nullable Instant sent;
  private boolean onUsedConnection;
  private @Nullable Head head;
  private Executor loop = Runnable::run;
  private @Nullable Throwable failure;
  private boolean ended;
  private boolean closed;
  private @Nullable Subscription subscription;

  // Of the waiting thread alone.
  private long received;
  private int unasked;

  Call(Duration patience, InstantSource clock, Pacer pacer) {
    this.patience = patience;
    this.clock = clock;
    this.pacer = pacer;
    this.progress = clock.instant();
  }

  /** The connection is there, and the request leaves now. */
  synchronized void sending(boolean usedBefore) {
    final Instant now = clock.instant();
    sent = now;
    progress = now;
    onUsedConnection = usedBefore;
  }

  /** The answer's head is there; the rest comes on the same event loop. */
  synchronized void answered(Head answer, Executor eventLoop) {
    head = answer;
    loop = eventLoop;
    progress = answer.at();
  }

  @Override
  public Context currentContext() {
    return CONTEXT;
  }

  @Override
  public void onSubscribe(Subscription upstream) {
    synchronized (this) {
      subscription = upstream;
    }
    upstream.request(DEMAND);
  }

  @Override
  public void onNext(ByteBuf piece) {
    final boolean batch;
    synchronized (this) {
      if (closed) {
        return;
      }
      pieces.add(piece.retain());
      waiting += piece.readableBytes();
      progress = clock.instant();
      batch = pieces.size() >= BATCH_PIECES || waiting >= BATCH_BYTES;
    }
    if (batch) {
      bell.offer(true);
    }
  }

  @Override
  public void onError(Throwable cause) {
    synchronized (this) {
      failure = cause;
      ended = true;
    }
    bell.offer(true);
  }

  /**
   * Ends one turn of the event loop later, when the connection is back in its pool for the thread's
   * next request.
   */
  @Override
  public void onComplete() {
    final Executor eventLoop;
    synchronized (this) {
      eventLoop = loop;
    }
    eventLoop.execute(this::end);
  }

  private void end() {
    synchronized (this) {
      ended = true;
    }
    bell.offer(true);
  }

  /**
   * Waits for the answer's head.
   *
   * @return empty when the request went to a connection that had served before, and that the origin
   *     turned out to have closed
   */
  Optional<Head> awaitHead(Failures failures) throws InterruptedException, FetchFailure {
    while (true) {
      final boolean stuck = isStuck();
      synchronized (this) {
        if (head != null) {
          return Optional.of(head);
        }
        if (isStale()) {
          return Optional.empty();
        }
        if (ended) {
          throw new FetchFailure(
              failure == null ? failures.noAnswer() : failures.sentence(failure));
        }
        if (stuck) {
          throw new FetchFailure(
              sent == null ? failures.noConnection(patience) : failures.silence(patience));
        }
      }
      await();
    }
  }

  /** Waits for the next piece of the body, which the caller releases; null at its end. */
  @Nullable ByteBuf next() throws InterruptedException, FetchFailure {
    while (true) {
      final boolean stuck = isStuck();
      final @Nullable ByteBuf piece;
      synchronized (this) {
        piece = pieces.poll();
        if (piece == null && ended) {
          if (failure != null || isShort()) {
            throw new FetchFailure(cutOff());
          }
          return null;
        }
        if (piece == null && stuck) {
          throw new FetchFailure(
              cutOff() + ": nothing more came for " + Failures.seconds(patience));
        }
        waiting -= piece == null ? 0 : piece.readableBytes();
      }
      if (piece != null) {
        taken(piece);
        return piece;
      }
      await();
    }
  }

  /** Bytes of the body that {@link #next} has given. */
  long received() {
    return received;
  }

  /** Starts the patience anew, after the waiting thread itself kept the origin waiting. */
  synchronized void excuse() {
    progress = clock.instant();
  }

  /** When the request left; empty when it never did. */
  synchronized Optional<Instant> sent() {
    return Optional.ofNullable(sent);
  }

  /** Gives the connection up, unless the answer came to its end. */
  @Override
  public void close() {
    final boolean cancel;
    synchronized (this) {
      closed = true;
      pieces.forEach(ByteBuf::release);
      pieces.clear();
      cancel = !ended;
    }
    if (cancel && subscription != null) {
      subscription.cancel();
    }
  }

  private void taken(ByteBuf piece) {
    received += piece.readableBytes();
    unasked++;
    if (unasked == BATCH_PIECES && subscription != null) {
      unasked = 0;
      subscription.request(BATCH_PIECES);
    }
  }

  private void await() throws InterruptedException {
    final Instant deadline;
    synchronized (this) {
      deadline = progress.plus(patience);
    }
    pacer.poll(bell, deadline);
  }

  private synchronized boolean isStuck() {
    return !clock.instant().isBefore(progress.plus(patience));
  }

  private boolean isStale() {
    return onUsedConnection && failure != null && Failures.isClosedByPeer(failure);
  }

  private boolean isShort() {
    final OptionalLong length = head == null ? OptionalLong.empty() : head.contentLength();
    return length.isPresent() && received < length.getAsLong() && head != null && head.hasBody();
  }

  private String cutOff() {
    final OptionalLong length = head == null ? OptionalLong.empty() : head.contentLength();
    return "cut off after "
        + received
        + (length.isPresent() ? " of " + length.getAsLong() : "")
        + " bytes";
  }
}
