package org.aircheck.engine.fetch;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds hosts as every other program of the machine does, on threads of its own: the lookup blocks.
 */
final class SystemNames extends AddressResolverGroup<InetSocketAddress> {
  private static final int THREADS = 4;

  private final ExecutorService lookups;

  SystemNames() {
    final ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("aircheck-names-", 0).factory());
    threads.allowCoreThreadTimeOut(true);
    this.lookups = threads;
  }

  @Override
  protected AddressResolver<InetSocketAddress> newResolver(EventExecutor loop) {
    return new Names(loop, lookups).asAddressResolver();
  }

  @Override
  public void close() {
    lookups.shutdownNow();
    super.close();
  }

  private static final class Names extends InetNameResolver {
    private final ExecutorService lookups;

    Names(EventExecutor loop, ExecutorService lookups) {
      super(loop);
      this.lookups = lookups;
    }

    @Override
    protected void doResolve(String host, Promise<InetAddress> promise) {
      lookUp(host, promise, all -> all.get(0));
    }

    @Override
    protected void doResolveAll(String host, Promise<List<InetAddress>> promise) {
      lookUp(host, promise, all -> all);
    }

    private <T> void lookUp(
        String host, Promise<T> promise, Function<List<InetAddress>, T> choice) {
      if (NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host)) {
        complete(host, promise, choice);
      } else {
        lookups.execute(() -> complete(host, promise, choice));
      }
    }

    private static <T> void complete(
        String host, Promise<T> promise, Function<List<InetAddress>, T> choice) {
      try {
        promise.trySuccess(choice.apply(Arrays.asList(InetAddress.getAllByName(host))));
      } catch (UnknownHostException e) {
        promise.tryFailure(e);
      }
    }
  }
}
