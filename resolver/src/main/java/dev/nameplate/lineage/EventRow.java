package dev.nameplate.lineage;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.LoggedEvents.Logged;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The index entry of an event, which avoids reading its statement. Immutable.
 *
 * <p>Layout, numbers as in protobuf: flags, recorder, its place among the events of the recorder;
 * unless it is withheld, time, kind, change and bond of a containment, digests of its name and of
 * its process's name, input and output {@link Members}, giving and receiving party of a transfer.
 *
 * @param position of its statement in the log
 * @param recorder the prefix of its recorder
 * @param place index of its statement among those of the recorder
 * @param restricted true for a restricted event
 * @param withheld true if its content is unknown here, or hidden from the reader; then all further
 *     fields are empty
 * @param timeMillis its time, milliseconds since 1970
 * @param kind its kind
 * @param change the change of the contained items
 * @param bond the kind of containment
 * @param name digest of its name, 16 bytes; empty if it has none, or is a withdrawal of that name
 * @param process digest of its process's name, 16 bytes; empty if it is a process by itself
 * @param inputs the inputs of a process, the parent of a containment, otherwise all items that were
 *     not created
 * @param outputs the outputs of a process, the children of a containment, otherwise the created
 *     items
 * @param from the giving party of a transfer; empty if unknown, or for other events
 * @param to the receiving party of a transfer; likewise
 * @param side the recording party of a transfer
 * @param partial true if a process used a part of each input only
 * @param counted true for a count of the whole stock of the observed items
 */
public record EventRow(
    long position,
    Prefix recorder,
    Bytes place,
    boolean restricted,
    boolean withheld,
    long timeMillis,
    EventKind kind,
    Change change,
    Bond bond,
    Bytes name,
    Bytes process,
    Members inputs,
    Members outputs,
    String from,
    String to,
    Side side,
    boolean partial,
    boolean counted) {
  private static final int RESTRICTED = 1;
  private static final int WITHHELD = 2;
  private static final int NAMED = 4;
  private static final int GROUPED = 8;
  private static final int GIVEN = 16;
  private static final int RECEIVED = 32;
  private static final int PARTIAL = 64;
  private static final int COUNTED = 128;

  /** Typical size of a row, in bytes; a larger buffer only costs more writes. */
  private static final int BUFFER = 256;

  /** The row of an event, whose items have numbers. */
  static EventRow of(Logged logged, ItemNumbers numbers) {
    RecordedEvent recorded = logged.event();
    Optional<Event> event = recorded.event();
    Occurrence occurrence = event.map(Event::occurrence).orElse(NOTHING);
    Contained contained = occurrence instanceof Contained containment ? containment : null;
    Transferred transferred = occurrence instanceof Transferred transfer ? transfer : null;
    Processed processed = occurrence instanceof Processed what ? what : null;
    String process = processed == null ? "" : processed.process();
    String name = event.filter(what -> !repeatsName(what)).map(Event::name).orElse("");
    return new EventRow(
        logged.position(),
        recorded.recorder(),
        StatementReader.placeOf(recorded),
        recorded.isRestricted(),
        event.isEmpty(),
        event.map(what -> what.time().toEpochMilli()).orElse(0L),
        occurrence.kind(),
        contained == null ? Change.SEEN : contained.change(),
        contained == null ? Bond.PACKED : contained.bond(),
        name.isEmpty() ? Bytes.EMPTY : Keys.named(recorded.recorder(), name),
        process.isEmpty() ? Bytes.EMPTY : Keys.named(recorded.recorder(), process),
        Members.of(Sides.inputs(occurrence), item -> numbers.of(item.id())),
        Members.of(Sides.outputs(occurrence), item -> numbers.of(item.id())),
        transferred == null ? "" : transferred.from(),
        transferred == null ? "" : transferred.to(),
        transferred == null ? Side.UNSAID : transferred.side(),
        processed != null && processed.partial(),
        occurrence instanceof Observed && event.filter(StockTaking::is).isPresent());
  }

  /** True for a withdrawal by name that has the withdrawn event's name. */
  private static boolean repeatsName(Event event) {
    return event.occurrence() instanceof Withdrawn withdrawn
        && withdrawn.target() instanceof Target.ByName target
        && target.name().equals(event.name());
  }

  private static final Occurrence NOTHING = new Occurrence.Observed(List.of(), List.of());

  /** The public part of a restricted event's row: that it exists. */
  EventRow hidden() {
    return withheld(position, recorder, place, restricted);
  }

  private static EventRow withheld(
      long position, Prefix recorder, Bytes place, boolean restricted) {
    return new EventRow(
        position,
        recorder,
        place,
        restricted,
        true,
        0,
        EventKind.OBSERVE,
        Change.SEEN,
        Bond.PACKED,
        Bytes.EMPTY,
        Bytes.EMPTY,
        Members.NONE,
        Members.NONE,
        "",
        "",
        Side.UNSAID,
        false,
        false);
  }

  Bytes encode() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(96 + 8 * outputs.size());
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, BUFFER);
    try {
      out.writeUInt32NoTag(
          (restricted ? RESTRICTED : 0)
              | (withheld ? WITHHELD : 0)
              | (name.isEmpty() ? 0 : NAMED)
              | (process.isEmpty() ? 0 : GROUPED)
              | (side == Side.GIVEN ? GIVEN : 0)
              | (side == Side.RECEIVED ? RECEIVED : 0)
              | (partial ? PARTIAL : 0)
              | (counted ? COUNTED : 0));
      out.writeStringNoTag(recorder.toString());
      out.writeBytesNoTag(place.asByteString());
      if (!withheld) {
        out.writeFixed64NoTag(timeMillis);
        out.writeRawByte(Codes.of(kind));
        out.writeRawByte(Codes.of(change));
        out.writeRawByte(Codes.of(bond));
        out.writeRawBytes(name.toByteArray());
        out.writeRawBytes(process.toByteArray());
        inputs.write(out);
        outputs.write(out);
        out.writeStringNoTag(from);
        out.writeStringNoTag(to);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return Bytes.wrap(bytes.toByteArray());
  }

  static EventRow decode(long position, Bytes row) {
    CodedInputStream in = row.asByteString().newCodedInput();
    try {
      int flags = in.readUInt32();
      Prefix recorder = Prefix.parse(in.readString());
      Bytes place = Bytes.of(in.readBytes());
      boolean restricted = (flags & RESTRICTED) != 0;
      if ((flags & WITHHELD) != 0) {
        return withheld(position, recorder, place, restricted);
      }
      long time = in.readFixed64();
      EventKind kind = Codes.kind(in.readRawByte());
      return new EventRow(
          position,
          recorder,
          place,
          restricted,
          false,
          time,
          kind,
          Codes.change(in.readRawByte()),
          Codes.bond(in.readRawByte()),
          digest(in, flags & NAMED),
          digest(in, flags & GROUPED),
          Members.read(in),
          Members.read(in),
          in.readString(),
          in.readString(),
          side(flags),
          (flags & PARTIAL) != 0,
          (flags & COUNTED) != 0);
    } catch (IOException | RuntimeException e) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT,
          "lineage: the row of the event at position "
              + position
              + " is damaged; stop the node and run: log rebuild",
          e);
    }
  }

  private static Side side(int flags) {
    if ((flags & GIVEN) != 0) {
      return Side.GIVEN;
    }
    return (flags & RECEIVED) != 0 ? Side.RECEIVED : Side.UNSAID;
  }

  private static Bytes digest(CodedInputStream in, int there) throws IOException {
    return there == 0 ? Bytes.EMPTY : Bytes.wrap(in.readRawBytes(Keys.DIGEST_SIZE));
  }
}
