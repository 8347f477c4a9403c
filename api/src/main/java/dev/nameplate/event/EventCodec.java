package dev.nameplate.event;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.MalformedIdentifierException;
import dev.nameplate.record.Bytes;
import dev.nameplate.v1.ContainmentBond;
import dev.nameplate.v1.ContainmentChange;
import dev.nameplate.v1.EventWithdrawn;
import dev.nameplate.v1.ItemsContained;
import dev.nameplate.v1.ItemsCreated;
import dev.nameplate.v1.ItemsObserved;
import dev.nameplate.v1.ItemsProcessed;
import dev.nameplate.v1.ItemsRetired;
import dev.nameplate.v1.ItemsTransferred;
import dev.nameplate.v1.TransferSide;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Events as messages and as the bytes whose digest names them. */
public final class EventCodec {
  private static final int SECONDS_A_MINUTE = 60;

  private EventCodec() {}

  /** The bytes of an event. */
  public static Bytes encode(Event event) {
    return Bytes.of(toProto(event).toByteString());
  }

  /**
   * Reads the bytes of an event.
   *
   * @throws InvalidEventException if they are no event, have unknown fields, or a value outside its
   *     bounds
   * @throws MalformedIdentifierException if an item has no name
   */
  public static Event decode(Bytes encoded) {
    try {
      return fromProto(dev.nameplate.v1.Event.parseFrom(encoded.asByteString()));
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidEventException("event", "malformed bytes", "an encoded event");
    }
  }

  /** The message of an event. */
  public static dev.nameplate.v1.Event toProto(Event event) {
    var proto =
        dev.nameplate.v1.Event.newBuilder()
            .setTimeMillis(event.time().toEpochMilli())
            .setUtcOffsetMinutes(event.offset().getTotalSeconds() / SECONDS_A_MINUTE)
            .setName(event.name())
            .setStep(event.step())
            .setDisposition(event.disposition())
            .setPlace(event.place());
    event.source().ifPresent(source -> proto.setSource(toProto(source)));
    setOccurrence(proto, event.occurrence());
    return proto.build();
  }

  /**
   * Reads the message of an event.
   *
   * @throws InvalidEventException if it has unknown fields, or a value outside its bounds; it names
   *     the field
   * @throws MalformedIdentifierException if an item has no name
   */
  public static Event fromProto(dev.nameplate.v1.Event proto) {
    requireKnownFields("event", proto);
    return new Event(
        Instant.ofEpochMilli(proto.getTimeMillis()),
        offset(proto.getUtcOffsetMinutes()),
        occurrence(proto),
        proto.getName(),
        proto.getStep(),
        proto.getDisposition(),
        proto.getPlace(),
        proto.hasSource() ? Optional.of(source(proto.getSource())) : Optional.empty());
  }

  private static ZoneOffset offset(int minutes) {
    try {
      return ZoneOffset.ofTotalSeconds(Math.multiplyExact(minutes, SECONDS_A_MINUTE));
    } catch (DateTimeException | ArithmeticException e) {
      throw new InvalidEventException(
          "utc_offset_minutes", Integer.toString(minutes), "-1080 to 1080");
    }
  }

  private static void setOccurrence(dev.nameplate.v1.Event.Builder proto, Occurrence occurrence) {
    if (occurrence instanceof Created what) {
      proto.setCreate(ItemsCreated.newBuilder().addAllItems(toProto(what.created())));
    } else if (occurrence instanceof Retired what) {
      proto.setRetire(ItemsRetired.newBuilder().addAllItems(toProto(what.retired())));
    } else if (occurrence instanceof Processed what) {
      proto.setProcess(
          ItemsProcessed.newBuilder()
              .setProcess(what.process())
              .addAllInputs(toProto(what.inputs()))
              .addAllOutputs(toProto(what.outputs()))
              .setPartial(what.partial()));
    } else if (occurrence instanceof Contained what) {
      proto.setContain(
          ItemsContained.newBuilder()
              .setParent(what.parent().map(ItemId::toString).orElse(""))
              .addAllChildren(toProto(what.children()))
              .setChange(toProto(what.change()))
              .setBond(toProto(what.bond())));
    } else if (occurrence instanceof Transferred what) {
      proto.setTransfer(
          ItemsTransferred.newBuilder()
              .addAllItems(toProto(what.transferred()))
              .setFrom(what.from())
              .setTo(what.to())
              .setSide(toProto(what.side()))
              .addAllDocuments(what.documents()));
    } else if (occurrence instanceof Observed what) {
      proto.setObserve(
          ItemsObserved.newBuilder()
              .addAllItems(toProto(what.observed()))
              .addAllDocuments(what.documents()));
    } else if (occurrence instanceof Withdrawn what) {
      proto.setWithdraw(toProto(what));
    }
  }

  private static Occurrence occurrence(dev.nameplate.v1.Event proto) {
    return switch (proto.getKindCase()) {
      case CREATE -> {
        requireKnownFields("create", proto.getCreate());
        yield new Created(items("create.items", proto.getCreate().getItemsList()));
      }
      case RETIRE -> {
        requireKnownFields("retire", proto.getRetire());
        yield new Retired(items("retire.items", proto.getRetire().getItemsList()));
      }
      case PROCESS -> processed(proto.getProcess());
      case CONTAIN -> contained(proto.getContain());
      case TRANSFER -> transferred(proto.getTransfer());
      case OBSERVE -> {
        requireKnownFields("observe", proto.getObserve());
        yield new Observed(
            items("observe.items", proto.getObserve().getItemsList()),
            proto.getObserve().getDocumentsList());
      }
      case WITHDRAW -> withdrawn(proto.getWithdraw());
      case KIND_NOT_SET ->
          throw new InvalidEventException(
              "kind", "none", "create, retire, process, contain, transfer, observe or withdraw");
    };
  }

  private static Processed processed(ItemsProcessed proto) {
    requireKnownFields("process", proto);
    return new Processed(
        proto.getProcess(),
        items("process.inputs", proto.getInputsList()),
        items("process.outputs", proto.getOutputsList()),
        proto.getPartial());
  }

  private static Contained contained(ItemsContained proto) {
    requireKnownFields("contain", proto);
    return new Contained(
        proto.getParent().isEmpty()
            ? Optional.empty()
            : Optional.of(item("contain.parent", proto.getParent())),
        items("contain.children", proto.getChildrenList()),
        change(proto.getChange()),
        bond(proto.getBond()));
  }

  private static Transferred transferred(ItemsTransferred proto) {
    requireKnownFields("transfer", proto);
    return new Transferred(
        items("transfer.items", proto.getItemsList()),
        proto.getFrom(),
        proto.getTo(),
        side(proto.getSide()),
        proto.getDocumentsList());
  }

  private static Withdrawn withdrawn(EventWithdrawn proto) {
    requireKnownFields("withdraw", proto);
    Target target =
        switch (proto.getTargetCase()) {
          case EVENT_ID -> new Target.ById(new EventId(Bytes.of(proto.getEventId())));
          case EVENT_NAME -> new Target.ByName(proto.getEventName());
          case TARGET_NOT_SET ->
              throw new InvalidEventException("withdraw.target", "none", "an event id or name");
        };
    return new Withdrawn(target, proto.getReason(), proto.getReplacementsList());
  }

  private static EventWithdrawn toProto(Withdrawn what) {
    EventWithdrawn.Builder proto =
        EventWithdrawn.newBuilder()
            .setReason(what.reason())
            .addAllReplacements(what.replacements());
    if (what.target() instanceof Target.ById target) {
      proto.setEventId(target.id().digest().asByteString());
    } else if (what.target() instanceof Target.ByName target) {
      proto.setEventName(target.name());
    }
    return proto.build();
  }

  private static ContainmentChange toProto(Change change) {
    return switch (change) {
      case ENTER -> ContainmentChange.CONTAINMENT_CHANGE_ENTER;
      case LEAVE -> ContainmentChange.CONTAINMENT_CHANGE_LEAVE;
      case SEEN -> ContainmentChange.CONTAINMENT_CHANGE_SEEN;
    };
  }

  private static Change change(ContainmentChange proto) {
    return switch (proto) {
      case CONTAINMENT_CHANGE_ENTER -> Change.ENTER;
      case CONTAINMENT_CHANGE_LEAVE -> Change.LEAVE;
      case CONTAINMENT_CHANGE_SEEN -> Change.SEEN;
      case CONTAINMENT_CHANGE_UNSPECIFIED, UNRECOGNIZED ->
          throw unknown("contain.change", proto, "enter, leave or seen");
    };
  }

  private static ContainmentBond toProto(Bond bond) {
    return switch (bond) {
      case PACKED -> ContainmentBond.CONTAINMENT_BOND_PACKED;
      case INSTALLED -> ContainmentBond.CONTAINMENT_BOND_INSTALLED;
    };
  }

  private static Bond bond(ContainmentBond proto) {
    return switch (proto) {
      case CONTAINMENT_BOND_PACKED -> Bond.PACKED;
      case CONTAINMENT_BOND_INSTALLED -> Bond.INSTALLED;
      case CONTAINMENT_BOND_UNSPECIFIED, UNRECOGNIZED ->
          throw unknown("contain.bond", proto, "packed or installed");
    };
  }

  private static TransferSide toProto(Side side) {
    return switch (side) {
      case UNSAID -> TransferSide.TRANSFER_SIDE_UNSPECIFIED;
      case GIVEN -> TransferSide.TRANSFER_SIDE_GIVEN;
      case RECEIVED -> TransferSide.TRANSFER_SIDE_RECEIVED;
    };
  }

  private static Side side(TransferSide proto) {
    return switch (proto) {
      case TRANSFER_SIDE_UNSPECIFIED -> Side.UNSAID;
      case TRANSFER_SIDE_GIVEN -> Side.GIVEN;
      case TRANSFER_SIDE_RECEIVED -> Side.RECEIVED;
      case UNRECOGNIZED -> throw unknown("transfer.side", proto, "given, received or unsaid");
    };
  }

  private static InvalidEventException unknown(String field, Enum<?> value, String expected) {
    return new InvalidEventException(field, value.name(), expected);
  }

  private static List<dev.nameplate.v1.EventItem> toProto(List<EventItem> items) {
    List<dev.nameplate.v1.EventItem> protos = new ArrayList<>(items.size());
    for (EventItem item : items) {
      var proto = dev.nameplate.v1.EventItem.newBuilder().setItem(item.id().toString());
      item.quantity()
          .ifPresent(much -> proto.setAmount(much.amount().toString()).setUnit(much.unit()));
      protos.add(proto.build());
    }
    return protos;
  }

  private static List<EventItem> items(String field, List<dev.nameplate.v1.EventItem> protos) {
    if (protos.size() > Event.MAX_ITEMS) {
      throw new InvalidEventException(
          field,
          protos.size() + " items",
          "at most "
              + Event.MAX_ITEMS
              + "; give the rest in further events of the same process id");
    }
    List<EventItem> items = new ArrayList<>(protos.size());
    for (int i = 0; i < protos.size(); i++) {
      items.add(item(field, i, protos.get(i)));
    }
    return items;
  }

  private static EventItem item(String field, int i, dev.nameplate.v1.EventItem proto) {
    requireKnownFields(field, proto);
    ItemId id = item(field + "[" + i + "].item", proto.getItem());
    if (proto.getAmount().isEmpty() && proto.getUnit().isEmpty()) {
      return new EventItem(id, Optional.empty());
    }
    try {
      return new EventItem(id, Optional.of(Quantity.of(proto.getAmount(), proto.getUnit())));
    } catch (InvalidEventException e) {
      throw e.within(field + "[" + i + "].");
    }
  }

  private static ItemId item(String field, String text) {
    try {
      return ItemId.parse(text);
    } catch (MalformedIdentifierException e) {
      throw new InvalidEventException(field, text, "prefix/suffix or a URI");
    }
  }

  private static EventSource source(dev.nameplate.v1.EventSource proto) {
    requireKnownFields("source", proto);
    return new EventSource(
        proto.getText(), proto.getContext(), Bytes.of(proto.getContent()), proto.getLabelsList());
  }

  private static dev.nameplate.v1.EventSource toProto(EventSource source) {
    return dev.nameplate.v1.EventSource.newBuilder()
        .setText(source.text())
        .setContext(source.context())
        .setContent(source.content().asByteString())
        .addAllLabels(source.labels())
        .build();
  }

  private static void requireKnownFields(String field, Message proto) {
    if (!proto.getUnknownFields().isEmpty()) {
      int number = proto.getUnknownFields().asMap().keySet().iterator().next();
      throw new InvalidEventException(
          field, "field number " + number, "fields known to this version");
    }
  }
}
