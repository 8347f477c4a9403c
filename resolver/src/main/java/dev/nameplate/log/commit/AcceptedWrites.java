package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.store.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accepted writes of a group, found by their subject. Filled by one thread, and read-only once
 * the group is decided.
 */
final class AcceptedWrites {
  /** No writes. */
  static final AcceptedWrites NONE = new AcceptedWrites();

  private final List<Accepted> inOrder = new ArrayList<>();
  private final Map<Identifier, AcceptedNames> newest = new HashMap<>();
  private final Map<CallersOperation, Accepted> named = new HashMap<>();
  private final Map<RowKey, AcceptedEvent> events = new HashMap<>();
  private final List<AcceptedRange> ranges = new ArrayList<>();
  private final TemplateNotes templates = new TemplateNotes();

  void add(Accepted write) {
    inOrder.add(write);
    write.enter(this);
    if (!write.operation().isNone()) {
      named.put(write.operation(), write);
    }
  }

  void addRecord(Identifier identifier, AcceptedNames write, Admitted admitted) {
    newest.put(identifier, write);
    templates.add(identifier, admitted);
  }

  void addRange(AcceptedRange write) {
    ranges.add(write);
  }

  void addEvent(RowKey key, AcceptedEvent write) {
    events.put(key, write);
  }

  List<Accepted> inOrder() {
    return inOrder;
  }

  /** The newest version of a record that they make, or the range that assigns it. */
  Optional<AcceptedNames> newest(Identifier identifier) {
    AcceptedNames record = newest.get(identifier);
    if (record != null) {
      return Optional.of(record);
    }
    for (AcceptedRange range : ranges) {
      if (range.holds(identifier)) {
        return Optional.of(range);
      }
    }
    return Optional.empty();
  }

  /** The write of an operation. */
  Optional<Accepted> named(CallersOperation operation) {
    return Optional.ofNullable(named.get(operation));
  }

  /** The write of an event, by the row of its statement or of its name. */
  Optional<AcceptedEvent> event(RowKey key) {
    return Optional.ofNullable(events.get(key));
  }

  /** The ranges that they assign, in order. */
  List<AcceptedRange> ranges() {
    return ranges;
  }

  /** The records of which the group makes versions. */
  Iterable<Identifier> identifiers() {
    return newest.keySet();
  }

  /** Effects of the group on templates. */
  TemplateNotes templates() {
    return templates;
  }

  boolean writeUnder(Prefix prefix) {
    return newest.keySet().stream().anyMatch(written -> written.prefix().equals(prefix))
        || ranges.stream().anyMatch(range -> range.range().prefix().equals(prefix));
  }
}
