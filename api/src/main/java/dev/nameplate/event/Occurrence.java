package dev.nameplate.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The kind of an event with the items concerned. Immutable. */
public sealed interface Occurrence {
  /** The kind of event. */
  EventKind kind();

  /** Everything that is named in it, in order; a parent before its children. */
  Stream<EventItem> items();

  /** Items that came into being: created, or made in a process. */
  default List<EventItem> made() {
    return List.of();
  }

  /**
   * Things were created: made, harvested, assigned.
   *
   * @param created at least one
   */
  record Created(List<EventItem> created) implements Occurrence {
    /** Checks that there is one. */
    public Created {
      created = some("create.items", created);
    }

    @Override
    public EventKind kind() {
      return EventKind.CREATE;
    }

    @Override
    public Stream<EventItem> items() {
      return created.stream();
    }

    @Override
    public List<EventItem> made() {
      return created;
    }
  }

  /**
   * Things ceased to be: scrapped, eaten, destroyed.
   *
   * @param retired at least one
   */
  record Retired(List<EventItem> retired) implements Occurrence {
    /** Checks that there is one. */
    public Retired {
      retired = some("retire.items", retired);
    }

    @Override
    public EventKind kind() {
      return EventKind.RETIRE;
    }

    @Override
    public Stream<EventItem> items() {
      return retired.stream();
    }
  }

  /**
   * A process that used inputs and made outputs: the only source of ancestry. Each input may be
   * part of each output.
   *
   * @param process name of the process; events of one recorder with the same name are parts of a
   *     single process. At most 1,024 bytes; empty if the event is a process by itself
   * @param inputs the used items
   * @param outputs the made items. Inputs and outputs are not both empty; either is empty only in
   *     an event with the name of a process
   * @param partial true if the inputs were used in part
   */
  record Processed(String process, List<EventItem> inputs, List<EventItem> outputs, boolean partial)
      implements Occurrence {
    /** Checks that both sides are there. */
    public Processed {
      EventTexts.check("process.process", process);
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      if (process.isEmpty()) {
        some("process.inputs", inputs);
        some("process.outputs", outputs);
      } else if (inputs.isEmpty()) {
        some("process.outputs", outputs);
      }
    }

    /** A process by itself, that used the inputs up. */
    public Processed(List<EventItem> inputs, List<EventItem> outputs) {
      this("", inputs, outputs, false);
    }

    @Override
    public EventKind kind() {
      return EventKind.PROCESS;
    }

    @Override
    public Stream<EventItem> items() {
      return Stream.concat(inputs.stream(), outputs.stream());
    }

    @Override
    public List<EventItem> made() {
      return outputs;
    }
  }

  /** Change of the contained items. */
  enum Change {
    /** The item is inside from now on. */
    ENTER,
    /** The item is no longer inside. */
    LEAVE,
    /** The item was observed inside. */
    SEEN
  }

  /** Kind of containment. */
  enum Bond {
    /** Packed or loaded, for a while (EPCIS AggregationEvent). */
    PACKED,
    /** Built in or attached (EPCIS AssociationEvent). */
    INSTALLED
  }

  /**
   * A containment event: items were put into, taken out of or seen inside another thing. Adds no
   * ancestry.
   *
   * @param parent the container: a crate, a truck, a place; empty only for seen items whose
   *     container is unknown
   * @param children the items that enter, leave or are seen; on leaving, an empty list means all
   *     items inside by the same bond
   * @param change the change
   * @param bond the kind of containment
   */
  record Contained(Optional<ItemId> parent, List<EventItem> children, Change change, Bond bond)
      implements Occurrence {
    /** Checks that parent and children are there. */
    public Contained {
      children = List.copyOf(children);
      if (change != Change.LEAVE && change != Change.SEEN) {
        some("contain.children", children);
      }
      if (parent.isEmpty() && (change != Change.SEEN || children.isEmpty())) {
        throw new InvalidEventException("contain.parent", "", "the parent");
      }
      if (parent.isPresent() && children.stream().anyMatch(c -> c.id().equals(parent.get()))) {
        throw new InvalidEventException(
            "contain.children", parent.get().toString(), "items other than their parent");
      }
    }

    @Override
    public EventKind kind() {
      return EventKind.CONTAIN;
    }

    @Override
    public Stream<EventItem> items() {
      return Stream.concat(
          parent.stream().map(id -> new EventItem(id, Optional.empty())), children.stream());
    }
  }

  /** The party of a transfer that recorded it. */
  enum Side {
    /** The side is unknown. */
    UNSAID,
    /** The side of the party that gave the things. */
    GIVEN,
    /** The side of the party that received them. */
    RECEIVED
  }

  /**
   * Things passed from one party to another.
   *
   * @param transferred at least one
   * @param from the giving party: a name or plain text of at most 1,024 bytes; empty if unknown
   * @param to the receiving party; at least one of the two is known
   * @param side the party that recorded it
   * @param documents orders, despatch advices, invoices: at most 64, of 1 to 1,024 bytes
   */
  record Transferred(
      List<EventItem> transferred, String from, String to, Side side, List<String> documents)
      implements Occurrence {
    /** Checks that there is something, and a party. */
    public Transferred {
      transferred = some("transfer.items", transferred);
      EventTexts.check("transfer.from", from);
      EventTexts.check("transfer.to", to);
      if (from.isEmpty() && to.isEmpty()) {
        throw new InvalidEventException(
            "transfer.to", "", "the giver or the receiver of the items");
      }
      documents = EventTexts.check("transfer.documents", documents);
    }

    @Override
    public EventKind kind() {
      return EventKind.TRANSFER;
    }

    @Override
    public Stream<EventItem> items() {
      return transferred.stream();
    }
  }

  /**
   * Things were seen, measured, inspected; or, without any, something was noted.
   *
   * @param observed which
   * @param documents what belongs to it: at most 64, of 1 to 1,024 bytes
   */
  record Observed(List<EventItem> observed, List<String> documents) implements Occurrence {
    /** Copies the lists. */
    public Observed {
      observed = List.copyOf(observed);
      documents = EventTexts.check("observe.documents", documents);
    }

    @Override
    public EventKind kind() {
      return EventKind.OBSERVE;
    }

    @Override
    public Stream<EventItem> items() {
      return observed.stream();
    }
  }

  /** Reference to the withdrawn event. */
  sealed interface Target {
    /**
     * Reference by digest.
     *
     * @param id the digest
     */
    record ById(EventId id) implements Target {}

    /**
     * Reference by name.
     *
     * @param name 1 to 1,024 bytes
     */
    record ByName(String name) implements Target {
      /** Checks the name. */
      public ByName {
        if (name.isEmpty()) {
          throw new InvalidEventException("withdraw.event_name", name, "1 to 1024 bytes");
        }
        EventTexts.check("withdraw.event_name", name);
      }
    }
  }

  /**
   * A withdrawal of an earlier, wrong event, which stays in the log without effect from here on.
   *
   * @param target the withdrawn event
   * @param reason the reason, at most 1,024 bytes; empty if unknown
   * @param replacements names or ids of the events that replace it, at most 64
   */
  record Withdrawn(Target target, String reason, List<String> replacements) implements Occurrence {
    /** Checks the texts. */
    public Withdrawn {
      EventTexts.check("withdraw.reason", reason);
      replacements = EventTexts.check("withdraw.replacements", replacements);
    }

    @Override
    public EventKind kind() {
      return EventKind.WITHDRAW;
    }

    @Override
    public Stream<EventItem> items() {
      return Stream.empty();
    }
  }

  private static List<EventItem> some(String field, List<EventItem> items) {
    if (items.isEmpty()) {
      throw new InvalidEventException(field, "none", "at least one item");
    }
    return List.copyOf(items);
  }
}
