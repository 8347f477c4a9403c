package dev.nameplate.server.grpc;

import dev.nameplate.log.Commits;
import dev.nameplate.log.StatementReader;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Statements in log order on their way to one caller. They are read as fast as the caller takes
 * them, and no longer than the caller wants them. One that follows the log is sent what is
 * committed later, too, until it hangs up or the server closes.
 */
final class StatementStream {
  private final StatementReader statements;
  private final Audience audience;
  private final ServerCallStreamObserver<ReadStatementsResponse> caller;
  private final Context context = Context.current();

  /**
   * How often it was said that there may be something to do, since somebody began to do it. Who
   * raises it from 0 does it; so nobody waits for another, and each stream waits once for a thread.
   */
  private final AtomicInteger looks = new AtomicInteger(1);

  // All that follows belongs to who raised it.
  private StatementReader.Cursor cursor;
  private Commits.@Nullable Follower follower;

  /** Position of the next statement. */
  private long next;

  /** How many are still wanted. */
  private long left;

  private boolean ended;

  private StatementStream(
      StatementReader statements,
      long first,
      long limit,
      Audience audience,
      ServerCallStreamObserver<ReadStatementsResponse> caller) {
    this.statements = statements;
    this.cursor = statements.fromPosition(first);
    this.next = first;
    this.left = limit;
    this.audience = audience;
    this.caller = caller;
  }

  /**
   * Begins a stream.
   *
   * @param commits tells of what is committed
   * @param threads where what was committed later is read and sent
   */
  static void open(
      StatementReader statements,
      Commits commits,
      Executor threads,
      Audience audience,
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
      StatementStream stream =
          new StatementStream(
              statements, first, limit == 0 ? Long.MAX_VALUE : limit, audience, caller);
      caller.setOnCancelHandler(() -> stream.look(Runnable::run));
      caller.setOnReadyHandler(() -> stream.look(Runnable::run));
      if (request.getFollow()) {
        stream.follow(commits, threads);
      }
      stream.lookUntilDone();
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
    }
  }

  private void follow(Commits commits, Executor threads) {
    follower = commits.follow(() -> look(threads));
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
      send();
    } while (!looks.compareAndSet(seen, 0));
  }

  private void send() {
    try {
      while (!ended && !isOver() && caller.isReady()) {
        if (left == 0 || !hasNext()) {
          if (left > 0 && follower != null) {
            return; // until there is more
          }
          end();
          caller.onCompleted();
          return;
        }
        left--;
        next++;
        caller.onNext(response(cursor.next()));
      }
    } catch (RuntimeException e) {
      end();
      caller.onError(Failures.of(e));
    }
  }

  private boolean hasNext() {
    if (cursor.hasNext()) {
      return true;
    }
    if (follower == null) {
      return false;
    }
    cursor.close();
    cursor = statements.fromPosition(next);
    return cursor.hasNext();
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
        .setStatement(audience.show(statement))
        .build();
  }

  private void end() {
    if (!ended) {
      ended = true;
      cursor.close();
      if (follower != null) {
        follower.close();
      }
    }
  }
}
