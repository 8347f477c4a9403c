package dev.nameplate.server.cli.bulk;

import dev.nameplate.server.cli.Failure;
import dev.nameplate.server.cli.NodeConnection;
import dev.nameplate.server.cli.bulk.CaptureRow.Bad;
import dev.nameplate.server.cli.bulk.CaptureRow.Ready;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends events over one stream, matches the receipts to them, and goes on over another stream when
 * it breaks: an event that is sent again is recorded once. Used by one thread; holds a window of
 * events in memory.
 */
public final class CaptureStream {
  private final NodeConnection connection;
  private final Settings settings;
  private final CaptureResults results;
  private final Outage outage;
  private final ArrayDeque<Ready> toSend = new ArrayDeque<>();
  private final AtomicLong answered = new AtomicLong();
  private volatile boolean refused;
  private WriteCall<Ready, CaptureRequest, CaptureResponse> stream;

  /**
   * How to send.
   *
   * @param window how many events may be unanswered, 1 or more
   * @param retry how long to try again after the connection was lost, without a single answer; zero
   *     for not at all
   * @param failFast whether to send nothing more once an event was refused
   */
  public record Settings(int window, Duration retry, boolean failFast) {
    /** What suits files that are read as fast as they can be. */
    public static final Settings USUAL = new Settings(4096, Duration.ZERO, false);
  }

  private CaptureStream(NodeConnection connection, Settings settings, CaptureResults results) {
    this.connection = connection;
    this.settings = settings;
    this.results = results;
    this.outage = new Outage(connection.target(), settings.retry());
    this.stream = begin();
  }

  /**
   * Captures all rows, and returns when each is answered.
   *
   * @param rows read as they are sent
   * @throws dev.nameplate.error.NodeException if the connection is lost for good; what was reported
   *     stays true, and sending the same rows again completes the rest
   */
  public static void send(
      NodeConnection connection,
      Settings settings,
      Iterator<CaptureRow> rows,
      CaptureResults results) {
    new CaptureStream(connection, settings, results).send(rows);
  }

  private void send(Iterator<CaptureRow> rows) {
    try {
      while (rows.hasNext() && !(refused && settings.failFast())) {
        CaptureRow row = rows.next();
        if (row instanceof Ready ready) {
          toSend.add(ready);
          untilDone(this::sendWaiting);
        } else if (row instanceof Bad bad) {
          refuse(bad.place(), bad.failure());
        }
      }
      untilDone(this::finish);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    } finally {
      results.flush();
    }
  }

  private WriteCall<Ready, CaptureRequest, CaptureResponse> begin() {
    return WriteCall.begin(
        new WriteCall.Method<>(
            Ready::request,
            answer -> answer.hasError() ? Optional.of(answer.getError()) : Optional.empty(),
            TraceServiceGrpc.newStub(connection.channel())::capture),
        settings.window(),
        this::take);
  }

  private void sendWaiting() {
    while (!toSend.isEmpty()) {
      stream.send(toSend.peek());
      toSend.remove();
    }
  }

  private void finish() {
    sendWaiting();
    stream.finish();
  }

  private void untilDone(Runnable step) {
    while (true) {
      try {
        step.run();
        return;
      } catch (LostConnectionException e) {
        recover(e);
      }
    }
  }

  private void recover(LostConnectionException lost) {
    List<Ready> unanswered = stream.close();
    results.flush();
    outage.pauseUnlessForGood(lost, answered.get(), () -> results.retrying(Failure.of(lost)));
    for (int i = unanswered.size() - 1; i >= 0; i--) {
      toSend.addFirst(unanswered.get(i));
    }
    stream = begin();
  }

  private void take(Ready row, CaptureResponse answer) {
    if (answer.hasReceipt()) {
      results.captured(answer.getReceipt());
    } else {
      refuse(row.place(), Failure.of(answer.getError()));
    }
    answered.incrementAndGet();
  }

  private void refuse(String place, Failure failure) {
    refused = true;
    results.refused(place, failure);
  }
}
