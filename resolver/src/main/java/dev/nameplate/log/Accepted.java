package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.Row;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.RecordedEvent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write whose precondition holds. Its receipt is known once it has its place in the log. */
final class Accepted {
  private final Draft draft;
  private final Write write;
  private final WriteDigest content;
  private final Admitted admitted;
  private @Nullable Receipt receipt;

  /**
   * Accepts a write.
   *
   * @param content digests of what was written
   */
  Accepted(Draft draft, Write write, WriteDigest content) {
    this(draft, write, content, Admitted.plain(write));
  }

  /** Accepts a write that its template admits. */
  Accepted(Draft draft, Write write, WriteDigest content, Admitted admitted) {
    this.draft = draft;
    this.write = write;
    this.content = content;
    this.admitted = admitted;
  }

  Draft draft() {
    return draft;
  }

  /** What it made of an identifier, which may be a member of its range. */
  Draft draft(Identifier identifier) {
    if (!(write instanceof Write.AssignRange assign)) {
      return draft;
    }
    Identifier member =
        assign.range().identifier(assign.range().numberOf(identifier).orElseThrow());
    return new Draft(
        RowKeys.statement(member), member, 1, false, draft.body(), List.of(), draft.leafHash());
  }

  Write write() {
    return write;
  }

  /** What its template has to do with it. */
  Admitted admitted() {
    return admitted;
  }

  /** The rows by which what it makes is found. */
  List<Row> indexRows(long batch) {
    if (write instanceof Write.Capture capture) {
      return capture.nameKey().stream()
          .map(name -> new Row(name, 0, batch, draft.key().name()))
          .toList();
    }
    return admitted.entries().stream()
        .map(entry -> RowKeys.indexRow(draft.identifier(), draft.version(), entry, batch))
        .toList();
  }

  /** The event that it recorded, in its place in the log. */
  Optional<LoggedEvents.Logged> logged() {
    if (!(write instanceof Write.Capture capture)) {
      return Optional.empty();
    }
    return Optional.of(
        new LoggedEvents.Logged(
            receipt().position(),
            new RecordedEvent(
                capture.recorder(),
                Optional.of(capture.content()),
                capture.restricted() ? EventRows.restricted(draft.key()) : Bytes.EMPTY)));
  }

  OperationId operation() {
    return write.operation();
  }

  /** Whether it assigned just these values, as far as who asks may see. */
  boolean assigned(Write other, WriteAccess access) {
    return (access == WriteAccess.OWN || isOpen(admitted.values())) && assigned(other);
  }

  /** Whether everyone may read all of some values. */
  static boolean isOpen(List<RecordValue> values) {
    return values.stream().allMatch(value -> value.permissions().publicRead());
  }

  private boolean assigned(Write other) {
    if (write instanceof Write.AssignRange assign) {
      return other instanceof Write.AssignRange same
          ? assign.range().equals(same.range())
          : assign.range().numberOf(other.identifier()).stream()
              .mapToObj(assign.range()::record)
              .anyMatch(record -> record.values().equals(sortedValues(other)));
    }
    return draft.version() == 1
        && TemplateValue.isSame(sorted(write.identifier(), admitted.values()), sortedValues(other));
  }

  /** The values of a write as its record has them. */
  static List<RecordValue> sortedValues(Write write) {
    return sorted(write.identifier(), write.values());
  }

  private static List<RecordValue> sorted(Identifier identifier, List<RecordValue> values) {
    return IdentifierRecord.first(identifier, values).values();
  }

  /** Digests of what was written. */
  WriteDigest content() {
    return content;
  }

  void place(Receipt place) {
    receipt =
        write instanceof Write.AssignRange assign
            ? place.reaching(assign.range().lastIdentifier(), assign.range().members())
            : place;
  }

  Receipt receipt() {
    if (receipt == null) {
      throw new IllegalStateException("not placed yet");
    }
    return receipt;
  }
}
