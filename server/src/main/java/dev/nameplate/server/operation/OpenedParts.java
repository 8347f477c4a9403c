package dev.nameplate.server.operation;

import dev.nameplate.resolve.Budget;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An answer that begins with the request for its first part, and has a seat until it is closed. */
final class OpenedParts<S> implements Parts<S> {
  /** The longest life of an answer, which holds a snapshot of the store. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Openings.Seat seat;
  private final Budget budget;
  private final Executor threads;
  private final Supplier<Opened<S>> begin;
  private @Nullable Opened<S> opened;
  private boolean closed;

  /** The parts of an answer, and what ends it. */
  record Opened<S>(Iterator<S> parts, Runnable end) {}

  OpenedParts(Openings.Seat seat, Budget budget, Executor threads, Supplier<Opened<S>> begin) {
    this.seat = seat;
    this.budget = budget;
    this.threads = threads;
    this.begin = begin;
  }

  @Override
  public boolean hasNext() {
    return opened().parts().hasNext();
  }

  @Override
  public S next() {
    return opened().parts().next();
  }

  private Opened<S> opened() {
    Opened<S> open = opened;
    if (open == null) {
      open = begin.get();
      opened = open;
    }
    return open;
  }

  @Override
  public Executor threads() {
    return threads;
  }

  @Override
  public Duration longest() {
    return LONGEST;
  }

  @Override
  public void resume() {
    budget.resume();
  }

  @Override
  public void pause() {
    budget.pause();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      seat.close();
      if (opened != null) {
        opened.end().run();
      }
    }
  }
}
