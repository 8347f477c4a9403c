package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.log.CommitFeed;
import dev.nameplate.log.StatementReader;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Statements in log order on their way to one caller. They are read as fast as the caller takes
 * them, and no longer than the caller wants them. One that follows the log is sent what is
 * committed later, too, until it hangs up or the server closes.
 */
final class StatementStream {
  /** How many statements one stream sends before others have their turn. */
  private static final int TURN = 128;

  private final StatementReader statements;
  private final Caller reader;
  private final ServerCallStreamObserver<ReadStatementsResponse> caller;
  private final Context context = Context.current();
  private final Openings.Seat seat;
  private final Executor threads;
  private final Patience patience;

  /**
   * Pending wake-ups. The thread that raises this from 0 to 1 sends; others only increment, so no
   * thread waits for another.
   */
  private final AtomicInteger looks = new AtomicInteger(1);

  // All that follows belongs to who raised it.
  /** None while a follower waits for what is not committed yet. */
  private StatementReader.@Nullable Cursor cursor;

  private CommitFeed.@Nullable Subscription follower;

  /** Position of the next statement. */
  private long next;

  /** How many are still wanted. */
  private long left;

  private boolean ended;

  private StatementStream(
      StatementReader statements,
      long first,
      long limit,
      Caller reader,
      Openings.Seat seat,
      Duration patience,
      Executor threads,
      ServerCallStreamObserver<ReadStatementsResponse> caller) {
    this.seat = seat;
    this.threads = threads;
    this.patience = new Patience(patience, () -> look(threads));
    this.statements = statements;
    this.cursor = statements.fromPosition(first);
    this.next = first;
    this.left = limit;
    this.reader = reader;
    this.caller = caller;
  }

  /**
   * Begins a stream.
   *
   * @param feed tells of what is committed
   * @param threads where what was committed later is read and sent, and what is too much for one
   *     turn
   * @param openings of streams like this one
   * @param patience how long a caller may take to read on
   */
  static void open(
      StatementReader statements,
      CommitFeed feed,
      Executor threads,
      Openings openings,
      Duration patience,
      Caller reader,
      ReadStatementsRequest request,
      ServerCallStreamObserver<ReadStatementsResponse> caller) {
    if (Calls.isOver()) {
      return;
    }
    try {
      UnknownFields.refuse(request);
      long first =
          request.getFromNewest()
              ? statements.size()
              : ProtoCodec.number("first_position", request.getFirstPosition());
      long limit = ProtoCodec.number("limit", request.getLimit());
      Openings.Seat seat = openings.open();
      StatementStream stream;
      try {
        stream =
            new StatementStream(
                statements,
                first,
                limit == 0 ? Long.MAX_VALUE : limit,
                reader,
                seat,
                patience,
                threads,
                caller);
      } catch (RuntimeException | Error e) {
        seat.close();
        throw e;
      }
      caller.setOnCancelHandler(() -> stream.look(Runnable::run));
      caller.setOnReadyHandler(() -> stream.look(Runnable::run));
      if (request.getFollow()) {
        try {
          stream.follow(feed);
        } catch (RuntimeException | Error e) {
          stream.end();
          throw e;
        }
      }
      stream.lookUntilDone();
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
    }
  }

  private void follow(CommitFeed feed) {
    follower = feed.follow(() -> look(threads));
    context.addListener(over -> look(threads), Runnable::run);
  }

  private void look(Executor thread) {
    if (looks.getAndIncrement() == 0) {
      thread.execute(this::lookUntilDone);
    }
  }

  private void lookUntilDone() {
    int seen;
    do {
      seen = looks.get();
      if (!send()) {
        threads.execute(this::lookUntilDone); // after others have had their turn
        return;
      }
    } while (!looks.compareAndSet(seen, 0));
  }

  /** Sends what there is; false if that was enough for one turn, and there may be more. */
  private boolean send() {
    try {
      patience.end();
      if (!ended) {
        patience.require();
      }
      int sent = 0;
      while (!ended && !isOver() && caller.isReady()) {
        if (sent == TURN) {
          return false;
        }
        if (left == 0 || !hasNext()) {
          if (left > 0 && follower != null) {
            closeCursor();
            return true; // until there is more
          }
          end();
          caller.onCompleted();
          return true;
        }
        sent++;
        left--;
        next++;
        caller.onNext(response(cursor().next()));
      }
      if (!ended) {
        patience.begin();
      }
    } catch (RuntimeException e) {
      fail(e);
    } catch (Error e) {
      fail(e);
      throw e;
    }
    return true;
  }

  private void fail(Throwable why) {
    try {
      end();
    } finally {
      Calls.fail(caller, why);
    }
  }

  private boolean hasNext() {
    if (cursor().hasNext()) {
      return true;
    }
    if (follower == null) {
      return false;
    }
    closeCursor();
    return cursor().hasNext();
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

  /** Whether nobody waits any more, or the server is closing, and who follows is told so. */
  private boolean isOver() {
    if (caller.isCancelled()) {
      end();
      return true;
    }
    if (follower == null || !context.isCancelled()) {
      return false;
    }
    end();
    caller.onError(Status.UNAVAILABLE.withDescription("the node is stopping").asRuntimeException());
    return true;
  }

  private ReadStatementsResponse response(Verified<?> statement) {
    return ReadStatementsResponse.newBuilder()
        .setPosition(statement.position())
        .setStatement(Callers.show(statement, reader))
        .build();
  }

  private void end() {
    if (!ended) {
      ended = true;
      patience.end();
      seat.close();
      closeCursor();
      if (follower != null) {
        follower.close();
      }
    }
  }
}
