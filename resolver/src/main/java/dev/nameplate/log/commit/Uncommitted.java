package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.store.RowKey;
import java.util.Optional;

/**
 * The uncommitted writes before a write.
 *
 * @param before writes of the group being committed; none of them may be a range or a delegation
 * @param accepted earlier writes of its own group
 */
record Uncommitted(AcceptedWrites before, AcceptedWrites accepted) {
  /** The write that made the newest version of an identifier. */
  Optional<AcceptedNames> newest(Identifier identifier) {
    Optional<AcceptedNames> own = accepted.newest(identifier);
    return own.isPresent() ? own : before.newest(identifier);
  }

  /** The write that is an operation. */
  Optional<Accepted> named(CallersOperation operation) {
    return accepted.named(operation).or(() -> before.named(operation));
  }

  /** The write of an event, by the row of its statement or of its name. */
  Optional<AcceptedEvent> event(RowKey key) {
    return accepted.event(key).or(() -> before.event(key));
  }
}
