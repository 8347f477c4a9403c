package dev.nameplate.lineage;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.LoggedEvents.Logged;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Derives the rows of consecutive events from the log, given the rows derived before. */
final class Derivation {
  /** Rarely is there more in the rows of an event, or of an item in it. */
  private static final int MOST_BYTES = 128;

  private final LineageView before;
  private final ItemNumbers numbers;
  private final LineageChanges changes;

  /** Positions of these events by id, if some of them are withdrawn by id. */
  private final Map<Bytes, List<Long>> positions = new HashMap<>();

  private final boolean withdrawsById;

  /** Key prefixes (kind and digest) of rows by recorder and step. */
  private final Map<Prefix, Map<String, Bytes>> steps = new HashMap<>();

  /** New items, with the trail of their first row, which is not counted. */
  private final Map<Long, Trail> unseen = new HashMap<>();

  private Derivation(
      LineageView before, ItemNumbers numbers, boolean withdrawsById, LineageChanges changes) {
    this.changes = changes;
    this.before = before;
    this.numbers = numbers;
    this.withdrawsById = withdrawsById;
  }

  /**
   * Derives the rows of some events.
   *
   * @param before the rows of all events before them
   * @param numbers of the items of these
   */
  static LineageChanges of(List<Logged> events, LineageView before, ItemNumbers numbers) {
    List<ItemId> items = new ArrayList<>();
    boolean withdrawsById = false;
    for (Logged logged : events) {
      if (logged.event().event().isPresent()) {
        Occurrence occurrence = logged.event().event().get().occurrence();
        Sides.inputs(occurrence).forEach(item -> items.add(item.id()));
        Sides.outputs(occurrence).forEach(item -> items.add(item.id()));
        withdrawsById |=
            occurrence instanceof Withdrawn what && what.target() instanceof Target.ById;
      }
    }
    numbers.find(items, before);
    LineageChanges changes = new LineageChanges(MOST_BYTES * (events.size() + items.size()));
    Derivation derivation = new Derivation(before, numbers, withdrawsById, changes);
    events.forEach(derivation::add);
    numbers.finish(derivation.changes);
    return derivation.changes;
  }

  private void add(Logged logged) {
    RecordedEvent recorded = logged.event();
    Optional<Event> event = recorded.event();
    event.ifPresent(what -> name(what.occurrence(), logged.position()));
    EventRow row = EventRow.of(logged, numbers);
    changes.put(Keys.of(Keys.EVENT, row.position()), row.encode());
    if (event.isEmpty()) {
      return; // that there is something is all that is known
    }
    Bytes id = Keys.event(row.recorder(), recorded.id().orElseThrow());
    if (withdrawsById) {
      positions.computeIfAbsent(id, key -> new ArrayList<>()).add(row.position());
    }
    changes.put(Keys.digest(Keys.ID, id, row.position()), Bytes.EMPTY);
    if (!row.process().isEmpty()) {
      changes.put(
          Keys.timed(Keys.PROCESS, row.process(), row.timeMillis(), row.position()), Bytes.EMPTY);
    }
    recorded(row, "");
    if (!event.get().step().isEmpty()) {
      recorded(row, event.get().step());
    }
    switch (row.kind()) {
      case PROCESS -> {
        put(row, Trail.USED, row.inputs(), Bytes.EMPTY);
        put(row, Trail.MADE, row.outputs(), Bytes.EMPTY);
      }
      case CREATE -> put(row, Trail.BORN, row.outputs(), Bytes.EMPTY);
      case RETIRE -> put(row, Trail.ENDED, row.inputs(), Bytes.EMPTY);
      case TRANSFER -> put(row, Trail.MOVED, row.inputs(), Bytes.EMPTY);
      case OBSERVE -> put(row, Trail.SEEN, row.inputs(), Bytes.EMPTY);
      case CONTAIN -> contain(row);
      case WITHDRAW -> withdraw(row, ((Withdrawn) event.get().occurrence()).target());
    }
  }

  /** Adds the rows that find an event by its recorder and step, or by its recorder alone. */
  private void recorded(EventRow row, String step) {
    Bytes first =
        steps
            .computeIfAbsent(row.recorder(), recorder -> new HashMap<>())
            .computeIfAbsent(
                step, text -> Keys.digest(Keys.RECORDED, Keys.named(row.recorder(), text)));
    changes.put(Keys.timed(first, row.timeMillis(), row.position()), Bytes.EMPTY);
  }

  /** Numbers the items that have no number. */
  private void name(Occurrence occurrence, long position) {
    Trail inputs = first(occurrence, true);
    Trail outputs = first(occurrence, false);
    name(Sides.inputs(occurrence), inputs, position);
    name(Sides.outputs(occurrence), outputs, position);
  }

  private void name(List<EventItem> items, Trail first, long position) {
    for (EventItem item : items) {
      if (!numbers.isKnown(item.id())) {
        unseen.put(numbers.add(item.id(), position, first, changes), first);
      }
    }
  }

  private static Trail first(Occurrence occurrence, boolean input) {
    return switch (occurrence.kind()) {
      case PROCESS -> input ? Trail.USED : Trail.MADE;
      case CREATE -> Trail.BORN;
      case RETIRE -> Trail.ENDED;
      case TRANSFER -> Trail.MOVED;
      case CONTAIN -> input ? Trail.HOLDING : Trail.INSIDE;
      case OBSERVE, WITHDRAW -> Trail.SEEN;
    };
  }

  private void put(EventRow row, Trail trail, Members members, Bytes value) {
    Set<Long> once = members.size() > 1 ? new HashSet<>() : Set.of();
    for (int i = 0; i < members.size(); i++) {
      long number = members.number(i);
      if (members.size() > 1 && !once.add(number)) {
        continue; // a side that names an item twice
      }
      changes.put(Keys.trail(trail, number, row.timeMillis(), row.position()), value);
      if (!unseen.remove(number, trail)) {
        changes.add(Keys.counter(number, trail), 1);
      }
    }
  }

  private void contain(EventRow row) {
    Bytes change = Held.encode(0, row.change(), row.bond());
    put(row, Trail.HOLDING, row.inputs(), change);
    long parent = row.inputs().size() == 0 ? 0 : row.inputs().number(0);
    put(row, Trail.INSIDE, row.outputs(), Held.encode(parent, row.change(), row.bond()));
    if (row.change() == Change.LEAVE && row.outputs().size() == 0) {
      changes.put(Keys.emptied(parent, row.bond(), row.timeMillis(), row.position()), Bytes.EMPTY);
    }
  }

  private void withdraw(EventRow row, Target target) {
    if (target instanceof Target.ByName byName) {
      changes.put(
          Keys.digest(
              Keys.WITHDRAWN_NAME, Keys.named(row.recorder(), byName.name()), row.position()),
          Bytes.EMPTY);
    } else if (target instanceof Target.ById byId) {
      positions(row.recorder(), byId)
          .forEach(
              position ->
                  changes.put(Keys.of(Keys.WITHDRAWN, position, row.position()), Bytes.EMPTY));
    }
  }

  /**
   * Positions of the event: more than one if it was recorded both public and restricted; none if it
   * is withheld here, so that it is a hole anyway.
   */
  private List<Long> positions(Prefix recorder, Target.ById target) {
    Bytes id = Keys.event(recorder, target.id());
    List<Long> found = new ArrayList<>(positions.getOrDefault(id, List.of()));
    try (LineageCursor cursor = before.cursor()) {
      Bytes first = Keys.digest(Keys.ID, id);
      boolean more = cursor.seek(first);
      for (; more && Keys.startsWith(cursor.key(), first); more = cursor.next()) {
        found.add(cursor.keyLong(1 + Keys.DIGEST_SIZE));
      }
    }
    return found;
  }
}
