package dev.nameplate.server.traffic;

import io.grpc.Context;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Memory held by a call: parts of its requests, work in progress, and unread answers. All of it is
 * returned when the call ends, whatever is still outstanding. Thread-safe.
 */
public final class CallBudget {
  /** Size of a call beside its requests and answers, in bytes. */
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

  /** Identity of the call's connection; null for a caller in this process. */
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
   * True if the call may begin more work; always, while it has none. Answers passed to the
   * transport are no work: the call is not told when they are sent.
   */
  public boolean hasRoom() {
    long mine = held.get();
    return mine - unsent.get() <= IDLE_BYTES || (mine < enough && connection.hasRoom(0));
  }

  /** Takes the bytes of an answer until it is sent, if there is room. */
  boolean tryTakeAnswer(long bytes) {
    boolean taken = tryTake(bytes);
    if (taken) {
      unsent.addAndGet(bytes);
    }
    return taken;
  }

  /** Returns the bytes of sent answers. */
  void sent() {
    give(unsent.getAndSet(0));
  }

  /** Number of bytes that the call may still hold before reading from it stops. */
  public long left() {
    return Math.max(0, enough - held.get());
  }

  /** Takes bytes that are already held. */
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

  /** Returns bytes. */
  public void give(long bytes) {
    take(-bytes);
  }

  /** Takes bytes if connection and process have room. */
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
