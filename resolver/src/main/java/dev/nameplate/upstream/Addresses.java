package dev.nameplate.upstream;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * Finds addresses of hosts within the caller's time. A look-up cannot be stopped, so there are at
 * most {@value #MOST_LOOKUPS} at a time, and a single look-up per name for all its waiters.
 * Thread-safe.
 */
final class Addresses implements AutoCloseable {
  private static final int MOST_LOOKUPS = 64;

  /** Labels of letters, digits, hyphens and underscores (RFC 952, RFC 1123, section 2.1). */
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_-]{1,63}(\\.[A-Za-z0-9_-]{1,63})*\\.?");

  private static final int LONGEST_NAME = 254;

  private final AddressLookup lookup;
  private final ConcurrentMap<String, CompletableFuture<List<InetAddress>>> inFlight =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_LOOKUPS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          new DefaultThreadFactory("nameplate-address", true));

  Addresses(AddressLookup lookup) {
    this.lookup = lookup;
  }

  /** True for a host name, whose address must be looked up. */
  static boolean isName(String host) {
    return host.startsWith("[")
        || host.indexOf('%') >= 0 // a zone, known to the machine only
        || NetUtil.createByteArrayFromIpAddressString(host) == null;
  }

  /** True for an address or a possible host name. */
  static boolean isHost(String host) {
    return !isName(host)
        || (host.length() <= LONGEST_NAME && NAME.matcher(host).matches())
        || (!host.startsWith("[") && NetUtil.isValidIpV6Address(host));
  }

  /**
   * The addresses of a host, the preferred one first. Does not block; fails with an {@link
   * UnknownHostException} that says why in a few words.
   */
  CompletionStage<List<InetAddress>> of(String host) {
    if (!isHost(host)) {
      return failed("it is not a host name");
    }
    if (!isName(host)) {
      return literal(host);
    }
    CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
    CompletableFuture<List<InetAddress>> running = inFlight.putIfAbsent(host, found);
    if (running != null) {
      return running;
    }
    try {
      threads.execute(() -> find(host, found));
    } catch (RejectedExecutionException e) {
      inFlight.remove(host);
      found.completeExceptionally(new UnknownHostException("too many name lookups at the moment"));
    }
    return found;
  }

  /** Abandons running look-ups. */
  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void find(String host, CompletableFuture<List<InetAddress>> found) {
    try {
      List<InetAddress> addresses = lookup.addressesOf(host);
      inFlight.remove(host);
      found.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      inFlight.remove(host);
      found.completeExceptionally(new UnknownHostException("its name has no address"));
    }
  }

  private static CompletionStage<List<InetAddress>> literal(String host) {
    try {
      return CompletableFuture.completedFuture(
          List.of(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(host))));
    } catch (UnknownHostException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static <T> CompletionStage<T> failed(String why) {
    return CompletableFuture.failedFuture(new UnknownHostException(why));
  }
}
