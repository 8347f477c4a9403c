package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.store.RowKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The accepted writes of one group, found by what they are about. Filled by one thread, and only
 * read once the group is decided.
 */
final class AcceptedWrites {
  /** Those of no group. */
  static final AcceptedWrites NONE = new AcceptedWrites();

  private final List<Accepted> inOrder = new ArrayList<>();
  private final Map<Identifier, Accepted> newest = new HashMap<>();
  private final Map<OperationId, Accepted> named = new HashMap<>();
  private final Map<RowKey, Accepted> events = new HashMap<>();
  private final TemplateNotes templates = new TemplateNotes();

  void add(Accepted write) {
    inOrder.add(write);
    if (write.write() instanceof Write.Capture capture) {
      events.put(write.draft().key(), write);
      capture.nameKey().ifPresent(name -> events.put(name, write));
    } else if (!(write.write()
            instanceof Write.Delegate // those of records: 0.NA may be an own prefix
        || write.write() instanceof Write.AssignRange)) {
      newest.put(write.draft().identifier(), write);
      templates.add(write.draft().identifier(), write.admitted());
    }
    if (!write.operation().isNone()) {
      named.put(write.operation(), write);
    }
  }

  List<Accepted> inOrder() {
    return inOrder;
  }

  /** The newest version of a record that they make. */
  Optional<Accepted> newest(Identifier identifier) {
    return Optional.ofNullable(newest.get(identifier));
  }

  /** The one with an operation id. */
  Optional<Accepted> named(OperationId operation) {
    return Optional.ofNullable(named.get(operation));
  }

  /** The one of an event, by the row of its statement or of its name. */
  Optional<Accepted> event(RowKey key) {
    return Optional.ofNullable(events.get(key));
  }

  /** Of which records they make versions. */
  Iterable<Identifier> identifiers() {
    return newest.keySet();
  }

  /** What they have to do with templates. */
  TemplateNotes templates() {
    return templates;
  }

  boolean writeUnder(Prefix prefix) {
    return newest.keySet().stream().anyMatch(written -> written.prefix().equals(prefix));
  }
}
