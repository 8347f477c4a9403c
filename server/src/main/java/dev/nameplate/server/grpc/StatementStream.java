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

  private StatementReader.Cursor cursor; // guarded by this
  private Commits.@Nullable Follower follower; // guarded by this

  /** Position of the next statement. */
  private long next; // guarded by this

  /** How many are still wanted. */
  private long left; // guarded by this

  private boolean ended; // guarded by this

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
      caller.setOnCancelHandler(stream::end);
      caller.setOnReadyHandler(stream::send);
      if (request.getFollow()) {
        stream.follow(commits, threads);
      }
      stream.send();
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
    }
  }

  private synchronized void follow(Commits commits, Executor threads) {
    follower = commits.follow(() -> threads.execute(this::send));
    context.addListener(over -> threads.execute(this::send), Runnable::run);
  }

  private synchronized void send() {
    try {
      while (!ended && caller.isReady() && !isOver()) {
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

  /** Whether nobody waits any more, or the server is closing and says so. */
  private boolean isOver() {
    if (!context.isCancelled()) {
      return false;
    }
    end();
    if (!caller.isCancelled()) {
      caller.onError(
          Status.UNAVAILABLE.withDescription("the node is stopping").asRuntimeException());
    }
    return true;
  }

  private ReadStatementsResponse response(Verified<?> statement) {
    return ReadStatementsResponse.newBuilder()
        .setPosition(statement.position())
        .setStatement(audience.show(statement))
        .build();
  }

  private synchronized void end() {
    if (!ended) {
      ended = true;
      cursor.close();
      if (follower != null) {
        follower.close();
      }
    }
  }
}
