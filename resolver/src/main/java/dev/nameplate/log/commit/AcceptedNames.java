package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.statement.IdentifierRange;
import java.util.List;

/** An accepted write that assigned identifiers, or changed one. */
abstract sealed class AcceptedNames extends Accepted permits AcceptedRange, AcceptedRecord {
  AcceptedNames(PendingWrite pending, Draft draft) {
    super(pending, draft);
  }

  /** The newest version of one of them. */
  abstract Draft draft(Identifier identifier);

  /** True if it assigned exactly these values, as far as the caller may see. */
  abstract boolean assigned(Identifier identifier, List<RecordValue> values, Caller caller);

  /** True if it assigned exactly this range. */
  boolean isRange(IdentifierRange range) {
    return false;
  }
}
