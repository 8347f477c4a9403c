package dev.nameplate.server.grpc;

import dev.nameplate.log.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ReadStatementsResponse;
import io.grpc.stub.ServerCallStreamObserver;

/**
 * Statements in log order on their way to one caller. They are read as fast as the caller takes
 * them, and no longer than the caller wants them. All calls come from the transport, one at a time.
 */
final class StatementStream {
  private final Audience audience;
  private final ServerCallStreamObserver<ReadStatementsResponse> caller;
  private final StatementReader.Cursor cursor;

  /** How many are still wanted. */
  private long left;

  private boolean ended;

  private StatementStream(
      StatementReader.Cursor cursor,
      long limit,
      Audience audience,
      ServerCallStreamObserver<ReadStatementsResponse> caller) {
    this.cursor = cursor;
    this.left = limit;
    this.audience = audience;
    this.caller = caller;
  }

  static void open(
      StatementReader statements,
      Audience audience,
      ReadStatementsRequest request,
      ServerCallStreamObserver<ReadStatementsResponse> caller) {
    if (Calls.isOver()) {
      return;
    }
    try {
      UnknownFields.refuse(request);
      long first = ProtoCodec.number("first_position", request.getFirstPosition());
      long limit = ProtoCodec.number("limit", request.getLimit());
      StatementStream stream =
          new StatementStream(
              statements.fromPosition(first),
              limit == 0 ? Long.MAX_VALUE : limit,
              audience,
              caller);
      caller.setOnCancelHandler(stream::end);
      caller.setOnReadyHandler(stream::send);
      stream.send();
    } catch (RuntimeException e) {
      caller.onError(Failures.of(e));
    }
  }

  private void send() {
    try {
      while (!ended && caller.isReady() && !Calls.isOver()) {
        if (left-- == 0 || !cursor.hasNext()) {
          end();
          caller.onCompleted();
          return;
        }
        caller.onNext(response(cursor.next()));
      }
    } catch (RuntimeException e) {
      end();
      caller.onError(Failures.of(e));
    }
  }

  private ReadStatementsResponse response(Verified<IdentifierRecord> statement) {
    return ReadStatementsResponse.newBuilder()
        .setPosition(statement.position())
        .setStatement(audience.show(statement))
        .build();
  }

  private void end() {
    if (!ended) {
      ended = true;
      cursor.close();
    }
  }
}
