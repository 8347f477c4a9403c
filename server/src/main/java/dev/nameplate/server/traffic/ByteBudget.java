package dev.nameplate.server.traffic;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A limit of bytes held by a connection, as part of the limit of the process. Thread-safe.
 *
 * <p>A part gets at most half of the free bytes of the whole, and the last eighth is kept for parts
 * that hold little. So a few greedy callers never leave others without room.
 */
public final class ByteBudget {
  /** For whatever is not limited: callers in this process. */
  static final ByteBudget UNLIMITED = of(Long.MAX_VALUE);

  /** A part that holds no more than this share of the whole holds little. */
  private static final int LITTLE = 256;

  /** The share of the whole that is kept for parts that hold little, as a divisor. */
  private static final int KEPT = 8;

  private final @Nullable ByteBudget parent;
  private final long most;
  private final AtomicLong used = new AtomicLong();

  private ByteBudget(@Nullable ByteBudget parent, long most) {
    this.parent = parent;
    this.most = most;
  }

  /** A budget of a number of bytes. */
  static ByteBudget of(long most) {
    return new ByteBudget(null, most);
  }

  /** A part of this budget, with its own limit. */
  ByteBudget part(long atMost) {
    return new ByteBudget(this, atMost);
  }

  /** Takes bytes of this budget and of its parents, if all have room. */
  boolean tryTake(long bytes) {
    if (!hasRoom(bytes)) {
      return false;
    }
    take(bytes);
    return true;
  }

  /** Takes bytes that are already held, even without room. */
  void take(long bytes) {
    for (ByteBudget budget = this; budget != null; budget = budget.parent) {
      budget.used.addAndGet(bytes);
    }
  }

  /** Returns bytes. */
  void give(long bytes) {
    take(-bytes);
  }

  /** True if that many more bytes may be taken. */
  boolean hasRoom(long bytes) {
    long mine = used.get() + bytes;
    ByteBudget whole = parent;
    if (mine > most || whole == null) {
      return mine <= most;
    }
    long left = whole.most - whole.used();
    return mine <= whole.most / LITTLE ? bytes <= left : mine <= (left - whole.most / KEPT) / 2;
  }

  /** Number of bytes taken. */
  public long used() {
    return used.get();
  }
}
