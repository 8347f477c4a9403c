package dev.nameplate.server.bench;

import dev.nameplate.assign.Capture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.bulk.WriteCall;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.CaptureCodec;
import dev.nameplate.wire.Refusal;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Records events over one stream before a load begins. */
final class EventStream {
  private static final int WINDOW = 4096;

  private EventStream() {}

  /**
   * Records events, unless they are there already, and waits until all are committed.
   *
   * @throws InvalidInputException if one is refused
   * @throws dev.nameplate.error.NodeException if the connection is lost
   */
  static void record(Channel connection, Prefix recorder, Iterator<Event> events) {
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    WriteCall<Event, CaptureRequest, CaptureResponse> call =
        WriteCall.begin(
            new WriteCall.Method<>(
                event -> CaptureCodec.request(Capture.of(recorder, event)),
                Refusal::in,
                TraceServiceGrpc.newStub(connection)::capture),
            WINDOW,
            (event, answer) -> {
              if (answer.hasError()) {
                refused.add(answer.getError().getMessage());
              }
            });
    try {
      while (events.hasNext() && refused.isEmpty()) {
        call.send(events.next());
      }
      call.finish();
    } catch (RuntimeException e) {
      call.close();
      throw e;
    }
    if (!refused.isEmpty()) {
      throw InvalidInputException.of(
          "prefix",
          recorder.toString(),
          "a prefix under which the node records events; it answers " + refused.peek());
    }
  }
}
