package dev.nameplate.event;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What happened in an event. Immutable. */
public sealed interface Occurrence {
  /** Which kind of event it makes. */
  EventKind kind();

  /** Everything that is named in it, in order; a parent before its children. */
  Stream<EventItem> items();

  /** What it says came to be: created, or made in a process. */
  default List<EventItem> made() {
    return List.of();
  }

  /**
   * Things came to be: made, harvested, assigned.
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
   * Inputs were used, outputs were made: the only thing that makes ancestry. Each input may have
   * become part of each output.
   *
   * @param process names the process; events of one recorder that name the same one are one
   *     process. At most 1,024 bytes; empty if the event is a process by itself
   * @param inputs what was used
   * @param outputs what was made. Inputs and outputs are not both empty; one of them is only in an
   *     event that names a process
   * @param partial whether the inputs were used in part
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

  /** What happens to what is contained. */
  enum Change {
    /** It is in it from now on. */
    ENTER,
    /** It is in it no longer. */
    LEAVE,
    /** It was seen in it. */
    SEEN
  }

  /** How something is held. */
  enum Bond {
    /** Packed or loaded, for a while (EPCIS AggregationEvent). */
    PACKED,
    /** Built in or attached (EPCIS AssociationEvent). */
    INSTALLED
  }

  /**
   * Things were put into another, or taken out of it. Says nothing about ancestry.
   *
   * @param parent what holds them: a crate, a truck, a place; empty only if they were seen, and it
   *     is not said in what
   * @param children what enters or leaves; none, when leaving, means all that are in it by the same
   *     bond
   * @param change what happened to them
   * @param bond how they are held
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
        throw new InvalidEventException("contain.parent", "", "what holds the children");
      }
      if (parent.isPresent() && children.stream().anyMatch(c -> c.id().equals(parent.get()))) {
        throw new InvalidEventException(
            "contain.children", parent.get().toString(), "other things than their parent");
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

  /** Which side of a transfer recorded it. */
  enum Side {
    /** It is not said. */
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
   * @param from who gave them: a name or plain text of at most 1,024 bytes; empty if it is not said
   * @param to who got them; at least one of the two is said
   * @param side which side recorded it
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
        throw new InvalidEventException("transfer.to", "", "who gave or who got the items");
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

  /** Which event is withdrawn. */
  sealed interface Target {
    /**
     * By its digest.
     *
     * @param id the digest
     */
    record ById(EventId id) implements Target {}

    /**
     * By its name.
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
   * An earlier event was wrong. It stays in the log, and counts no longer from here on.
   *
   * @param target which
   * @param reason why, at most 1,024 bytes; empty if it is not said
   * @param replacements names or ids of the events that stand in its place, at most 64
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
