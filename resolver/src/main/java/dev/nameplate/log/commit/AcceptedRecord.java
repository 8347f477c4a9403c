package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.Row;
import dev.nameplate.template.TemplateValue;
import java.util.List;

/** An accepted version of a record. */
final class AcceptedRecord extends AcceptedNames {
  private final Admitted admitted;

  AcceptedRecord(PendingWrite pending, Draft draft, Admitted admitted) {
    super(pending, draft);
    this.admitted = admitted;
  }

  @Override
  void enter(AcceptedWrites group) {
    group.addRecord(draft().identifier(), this, admitted);
  }

  @Override
  List<Row> indexRows(long batch) {
    return admitted.entries().isEmpty()
        ? List.of()
        : RowKeys.indexRows(draft().identifier(), draft().version(), admitted.entries(), batch);
  }

  @Override
  Draft draft(Identifier identifier) {
    return draft();
  }

  @Override
  boolean assigned(Identifier identifier, List<RecordValue> values, Caller caller) {
    return draft().version() == 1 && isSame(identifier, admitted.values(), values, caller);
  }

  /** True if other values equal those of a record, as far as the caller may see these. */
  static boolean isSame(
      Identifier identifier, List<RecordValue> values, List<RecordValue> others, Caller caller) {
    return (caller.seesAll() || values.stream().allMatch(value -> value.permissions().publicRead()))
        && TemplateValue.isSame(sorted(identifier, values), sorted(identifier, others));
  }

  /** Values as a record has them. */
  private static List<RecordValue> sorted(Identifier identifier, List<RecordValue> values) {
    return IdentifierRecord.first(identifier, values).values();
  }
}
