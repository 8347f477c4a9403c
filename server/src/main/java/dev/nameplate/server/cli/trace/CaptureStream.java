package dev.nameplate.server.cli.trace;

import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.bulk.WriteCall;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.Optional;

/** Sends events over one stream, and matches the receipts to them. */
final class CaptureStream {
  /** How many events may be unanswered. */
  private static final int WINDOW = 4096;

  private CaptureStream() {}

  /**
   * Captures all rows, and returns when each is answered.
   *
   * @param rows read as they are sent
   * @throws dev.nameplate.error.NodeException if the connection is lost; what was reported stays
   *     true, and sending the same rows again completes the rest
   */
  static void send(Channel channel, Iterator<CaptureRow> rows, CaptureResults results) {
    WriteCall<CaptureRow.Ready, CaptureRequest, CaptureResponse> call =
        WriteCall.begin(
            new WriteCall.Method<>(
                CaptureRow.Ready::request,
                answer -> answer.hasError() ? Optional.of(answer.getError()) : Optional.empty(),
                TraceServiceGrpc.newStub(channel)::capture),
            WINDOW,
            (row, answer) -> take(row, answer, results));
    try {
      while (rows.hasNext()) {
        CaptureRow row = rows.next();
        if (row instanceof CaptureRow.Ready ready) {
          call.send(ready);
        } else if (row instanceof CaptureRow.Bad bad) {
          results.refused(bad.place(), bad.failure());
        }
      }
      call.finish();
    } catch (RuntimeException e) {
      call.close();
      throw e;
    }
  }

  private static void take(CaptureRow.Ready row, CaptureResponse answer, CaptureResults results) {
    if (answer.hasReceipt()) {
      results.captured(answer.getReceipt());
    } else {
      results.refused(row.place(), Failure.of(answer.getError()));
    }
  }
}
