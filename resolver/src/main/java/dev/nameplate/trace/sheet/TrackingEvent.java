package dev.nameplate.trace.sheet;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import java.util.Optional;
import java.util.stream.Stream;

/** The critical tracking events of a sheet, by the kind of an event. */
enum TrackingEvent {
  CREATION,
  TRANSFORMATION,
  SHIPPING,
  RECEIVING,
  TRANSFER,
  PACKING,
  UNPACKING,
  OBSERVATION,
  DISPOSAL,
  WITHDRAWAL;

  /** The side of an item in a transformation. */
  enum Role {
    INPUT,
    OUTPUT
  }

  /** An item of an event, with its side if the event is a transformation. */
  record Named(EventItem item, Optional<Role> role) {}

  /** The items of an event; a repaired thing is input and output. */
  static Stream<Named> items(Occurrence occurrence) {
    return occurrence instanceof Processed process
        ? Stream.concat(
            process.inputs().stream().map(item -> new Named(item, Optional.of(Role.INPUT))),
            process.outputs().stream().map(item -> new Named(item, Optional.of(Role.OUTPUT))))
        : occurrence.items().map(item -> new Named(item, Optional.empty()));
  }

  static TrackingEvent of(Occurrence occurrence, String recorder) {
    return switch (occurrence.kind()) {
      case CREATE -> CREATION;
      case PROCESS -> TRANSFORMATION;
      case RETIRE -> DISPOSAL;
      case OBSERVE -> OBSERVATION;
      case WITHDRAW -> WITHDRAWAL;
      case CONTAIN -> contained((Contained) occurrence);
      case TRANSFER ->
          switch (side((Transferred) occurrence, recorder)) {
            case GIVEN -> SHIPPING;
            case RECEIVED -> RECEIVING;
            case UNSAID -> TRANSFER;
          };
    };
  }

  private static TrackingEvent contained(Contained what) {
    return what.change() == Change.ENTER
        ? PACKING
        : what.change() == Change.LEAVE ? UNPACKING : OBSERVATION;
  }

  /** The side that recorded a transfer; if it is not stated, the side of the recording party. */
  static Side side(Transferred what, String recorder) {
    if (what.side() != Side.UNSAID) {
      return what.side();
    }
    return recorder.equals(what.from())
        ? Side.GIVEN
        : recorder.equals(what.to()) ? Side.RECEIVED : Side.UNSAID;
  }
}
