package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.rows.RangeShape;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.statement.IdentifierRange;
import java.util.List;

/** An accepted range. */
final class AcceptedRange extends AcceptedNames {
  private final IdentifierRange range;
  private final RangeShape shape;

  AcceptedRange(PendingWrite pending, Draft draft, IdentifierRange range) {
    super(pending, draft);
    this.range = range;
    this.shape = RangeShape.of(range.pattern());
  }

  IdentifierRange range() {
    return range;
  }

  RangeShape shape() {
    return shape;
  }

  boolean holds(Identifier identifier) {
    return range.numberOf(identifier).isPresent();
  }

  @Override
  void enter(AcceptedWrites group) {
    group.addRange(this);
  }

  @Override
  Draft draft(Identifier identifier) {
    Identifier member = range.identifier(range.numberOf(identifier).orElseThrow());
    return new Draft(
        RowKeys.statement(member), member, 1, false, draft().body(), List.of(), draft().leafHash());
  }

  @Override
  boolean assigned(Identifier identifier, List<RecordValue> values, Caller caller) {
    return range.numberOf(identifier).stream()
        .mapToObj(range::record)
        .anyMatch(
            record -> record.values().equals(IdentifierRecord.first(identifier, values).values()));
  }

  @Override
  boolean isRange(IdentifierRange other) {
    return range.equals(other);
  }

  @Override
  void place(Receipt place) {
    super.place(place.reaching(range.lastIdentifier(), range.members()));
  }
}
