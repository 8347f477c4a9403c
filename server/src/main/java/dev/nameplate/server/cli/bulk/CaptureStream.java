package dev.nameplate.server.cli.bulk;

import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.bulk.CaptureRow.Bad;
import dev.nameplate.server.cli.bulk.CaptureRow.Ready;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.ReceiptCodec;
import dev.nameplate.wire.Refusal;
import java.util.Iterator;

/**
 * Captures events over a {@link ResumingStream}: an event that is sent again is recorded once. Used
 * by one thread.
 */
public final class CaptureStream implements ResumingStream.Receiver<Ready, CaptureResponse> {
  private final CaptureResults results;
  private final ResumingStream<Ready, CaptureRequest, CaptureResponse> stream;

  private CaptureStream(
      NodeConnection connection, ResumingStream.Settings settings, CaptureResults results) {
    this.results = results;
    this.stream =
        new ResumingStream<>(
            new WriteCall.Method<>(
                Ready::request,
                Refusal::in,
                TraceServiceGrpc.newStub(connection.channel())::capture),
            connection.target(),
            settings,
            this);
  }

  /** Captures all rows with the usual settings, and returns when each is answered. */
  public static void send(
      NodeConnection connection, Iterator<CaptureRow> rows, CaptureResults results) {
    send(connection, ResumingStream.Settings.USUAL, rows, results);
  }

  /**
   * Captures all rows, and returns when each is answered.
   *
   * @param rows the rows, read on demand
   * @throws dev.nameplate.error.NodeException if the connection is lost for good; reported results
   *     stay valid, and sending the same rows again completes the rest
   */
  static void send(
      NodeConnection connection,
      ResumingStream.Settings settings,
      Iterator<CaptureRow> rows,
      CaptureResults results) {
    new CaptureStream(connection, settings, results).send(rows);
  }

  private void send(Iterator<CaptureRow> rows) {
    stream.run(
        () -> {
          while (rows.hasNext() && stream.goesOn()) {
            CaptureRow row = rows.next();
            if (row instanceof Ready ready) {
              stream.send(ready);
            } else if (row instanceof Bad bad) {
              refuse(bad.place(), bad.failure());
            }
          }
        });
  }

  @Override
  public void take(Ready row, CaptureResponse answer) {
    if (answer.hasReceipt()) {
      results.captured(
          ReceiptCodec.fromProto(answer.getReceipt(), OperationId.NONE),
          answer.getReceipt().getName());
    } else {
      refuse(row.place(), Failure.of(Refusal.fromProto(answer.getError())));
    }
  }

  private void refuse(String place, Failure failure) {
    stream.refused();
    results.refused(place, failure);
  }

  @Override
  public void retrying(Failure failure) {
    results.retrying(failure);
  }

  @Override
  public void flush() {
    results.flush();
  }
}
