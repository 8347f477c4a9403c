package dev.nameplate.server.operation;

import dev.nameplate.log.commit.CommitFeed;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.trust.chain.Verified;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Statements in log order, for one reader. One who follows the log gets what is committed later,
 * too; while such a reader waits, nothing of the store is held.
 */
final class LogReading implements Parts<Verified<?>> {
  /** Maximum statements for one reader before others have their turn. */
  private static final int TURN = 128;

  private final StatementReader statements;
  private final Openings.Seat seat;
  private final Executor later;
  private final Optional<CommitFeed> feed;
  private CommitFeed.@Nullable Subscription subscription;
  private StatementReader.@Nullable Cursor cursor;

  /** Position of the next statement. */
  private long next;

  /** Number of statements still wanted. */
  private long left;

  private boolean closed;

  LogReading(
      StatementReader statements,
      Openings.Seat seat,
      Executor later,
      long first,
      long limit,
      Optional<CommitFeed> feed) {
    this.statements = statements;
    this.seat = seat;
    this.later = later;
    this.next = first;
    this.left = limit;
    this.feed = feed;
  }

  @Override
  public boolean hasNext() {
    if (left == 0) {
      return false;
    }
    if (cursor().hasNext()) {
      return true;
    }
    if (feed.isEmpty()) {
      return false;
    }
    closeCursor(); // it ends where the log ended when it was opened
    if (cursor().hasNext()) {
      return true;
    }
    closeCursor();
    return false;
  }

  @Override
  public Verified<?> next() {
    Verified<?> statement = cursor().next();
    next++;
    left--;
    return statement;
  }

  @Override
  public Executor threads() {
    return Runnable::run;
  }

  @Override
  public Executor later() {
    return later;
  }

  @Override
  public int turn() {
    return TURN;
  }

  @Override
  public boolean goesOn() {
    return feed.isPresent() && left > 0;
  }

  @Override
  public void follow(Runnable more) {
    subscription = feed.map(commits -> commits.follow(more)).orElse(null);
  }

  private StatementReader.Cursor cursor() {
    StatementReader.Cursor open = cursor;
    if (open == null) {
      open = statements.fromPosition(next);
      cursor = open;
    }
    return open;
  }

  private void closeCursor() {
    if (cursor != null) {
      cursor.close();
      cursor = null;
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      seat.close();
      closeCursor();
      if (subscription != null) {
        subscription.close();
      }
    }
  }
}
