package dev.nameplate.store;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * Shares out the file descriptors of this process, so that connections never take those of a store.
 * Thread-safe.
 */
public final class Descriptors {
  /** For the virtual machine, its libraries, and connections to other nodes. */
  private static final long OTHERS = 192;

  private static final long LEAST_FOR_STORE = 64;
  private static final long MOST_FOR_STORE = 512;
  private static final long LEAST_FOR_CONNECTIONS = 16;

  private Descriptors() {}

  /** The most that this process may have open; a large number where that is not known. */
  public static long limit() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
        ? unix.getMaxFileDescriptorCount()
        : Integer.MAX_VALUE;
  }

  /** The share of a limit for the tables of a store: a third, 64 to 512. */
  public static int forStore(long limit) {
    return (int) Math.max(LEAST_FOR_STORE, Math.min(MOST_FOR_STORE, limit / 3));
  }

  /** The share of a limit for connections; at least 16. */
  public static int forConnections(long limit) {
    return (int)
        Math.max(
            LEAST_FOR_CONNECTIONS, Math.min(Integer.MAX_VALUE, limit - forStore(limit) - OTHERS));
  }
}
