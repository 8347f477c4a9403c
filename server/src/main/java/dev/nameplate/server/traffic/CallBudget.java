package dev.nameplate.server.traffic;

import io.grpc.Context;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one call holds in memory: the parts of its requests, what is being worked on, and answers
 * that were not read. All of it is given back when the call ends, whatever is still outstanding.
 * Thread-safe.
 */
public final class CallBudget {
  /** What a call takes beside its requests and answers. */
  static final long IDLE_BYTES = 16L << 10;

  private static final Context.Key<CallBudget> KEY = Context.key("nameplate-call-budget");
  private static final CallBudget UNLIMITED =
      new CallBudget(new Connection(ByteBudget.UNLIMITED), Long.MAX_VALUE);

  private final Connection owner;
  private final ByteBudget connection;
  private final long enough;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong unsent = new AtomicLong(); // of what is held
  private boolean ended; // guarded by this

  CallBudget(Connection owner, long enough) {
    this.owner = owner;
    this.connection = owner.budget();
    this.enough = enough;
  }

  /** The budget of the current call; without limits for a caller in this process. */
  public static CallBudget current() {
    CallBudget current = KEY.get();
    return current == null ? UNLIMITED : current;
  }

  /** What tells the call's connection from others; null for a caller in this process. */
  public @Nullable Object connection() {
    return this == UNLIMITED ? null : owner;
  }

  Connection owner() {
    return owner;
  }

  Context in(Context context) {
    return context.withValue(KEY, this);
  }

  /**
   * Whether the call may have more work begun; always, while it has none. An answer that was handed
   * to the transport is no work: nothing tells the call when it is sent.
   */
  public boolean hasRoom() {
    long mine = held.get();
    return mine - unsent.get() <= IDLE_BYTES || (mine < enough && connection.hasRoom(0));
  }

  /** Takes the bytes of an answer, until it is sent, if there is room for them. */
  boolean tryTakeAnswer(long bytes) {
    boolean taken = tryTake(bytes);
    if (taken) {
      unsent.addAndGet(bytes);
    }
    return taken;
  }

  /** Gives back the answers that were taken. */
  void sent() {
    give(unsent.getAndSet(0));
  }

  /** How many more bytes the call may hold before it is not read from any more. */
  public long left() {
    return Math.max(0, enough - held.get());
  }

  /** Takes bytes that are held already. */
  public void take(long bytes) {
    if (this != UNLIMITED) {
      add(bytes);
    }
  }

  private synchronized void add(long bytes) {
    if (!ended) {
      held.addAndGet(bytes);
      connection.take(bytes);
    }
  }

  /** Gives back bytes that were taken. */
  public void give(long bytes) {
    take(-bytes);
  }

  /** Takes bytes if connection and process have room for them. */
  synchronized boolean tryTake(long bytes) {
    if (!ended) {
      if (!connection.tryTake(bytes)) {
        return false;
      }
      held.addAndGet(bytes);
    }
    return true;
  }

  /** The call has ended. */
  synchronized void end() {
    if (!ended) {
      ended = true;
      connection.give(held.getAndSet(0));
    }
  }
}
