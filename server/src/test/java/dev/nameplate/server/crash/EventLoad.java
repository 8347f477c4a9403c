package dev.nameplate.server.crash;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventCodec;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.v1.CaptureRequest;
import dev.nameplate.v1.CaptureResponse;
import dev.nameplate.v1.EventReceipt;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.TraceServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * Captures events over one stream, without operation ids: the same event must be recognised by
 * itself. Each makes three pieces of one that is there already, so that all of them together are
 * one tree.
 */
final class EventLoad extends StreamLoad<CaptureRequest, CaptureResponse> {
  static final String OPERATION = "event-";
  static final ItemId ROOT = piece(0);

  private static final int PIECES = 3;
  private static final Instant START = Instant.parse("2026-03-02T08:00:00Z");

  EventLoad(Acknowledged acknowledged, Random random) {
    super(OPERATION, acknowledged, random);
  }

  private static ItemId piece(long number) {
    return ItemId.parse(KilledServerTest.PREFIX + "/PIECE-" + number);
  }

  /** How many items so many events make, the first included. */
  static long items(long events) {
    return 1 + PIECES * events;
  }

  /** The event of an operation; every third has a name. */
  static Event event(String operation) {
    long number = Long.parseLong(operation.substring(OPERATION.length()));
    List<EventItem> made = List.of(made(number, 1), made(number, 2), made(number, 3));
    Event event =
        Event.at(
            START.plusSeconds(number),
            new Processed(List.of(new EventItem(piece(number), Optional.empty())), made));
    return number % 3 == 0 ? event.name("urn:event:" + number) : event;
  }

  private static EventItem made(long number, int which) {
    return new EventItem(piece(PIECES * number + which), Optional.empty());
  }

  @Override
  StreamObserver<CaptureRequest> open(
      ManagedChannel channel, StreamObserver<CaptureResponse> answers) {
    return TraceServiceGrpc.newStub(channel).capture(answers);
  }

  @Override
  CaptureRequest request(String operation) {
    return CaptureRequest.newBuilder()
        .setRecorder(KilledServerTest.PREFIX)
        .setEvent(EventCodec.toProto(event(operation)))
        .build();
  }

  /** As the receipt of a record would be, about the recorder and the id of the event. */
  @Override
  Optional<Receipt> receipt(CaptureResponse answer) {
    if (!answer.hasReceipt()) {
      return Optional.empty();
    }
    EventReceipt receipt = answer.getReceipt();
    return Optional.of(
        Receipt.newBuilder()
            .setIdentifier(
                RecordedEvent.identifierOf(
                        Prefix.parse(receipt.getRecorder()),
                        new EventId(Bytes.of(receipt.getEventId())))
                    .toString())
            .setReplayed(receipt.getAlready())
            .setPosition(receipt.getPosition())
            .setBatch(receipt.getBatch())
            .setTimeMillis(receipt.getTimeMillis())
            .build());
  }
}
