package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.FormerRecordException;
import dev.nameplate.log.NotAssignedException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.RetiredException;
import dev.nameplate.log.VersionMismatchException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The versions of records among writes that are committed together. Decides against what is
 * committed and what is not yet. Used by one thread.
 */
final class RecordGroup {
  private final CommitGroup group;
  private final StatementReader committed;
  private final Drafter drafter;
  private final Sequences sequences;
  private final TemplateGroup templates;

  RecordGroup(
      CommitGroup group,
      StatementReader committed,
      Drafter drafter,
      Sequences sequences,
      TemplateGroup templates) {
    this.group = group;
    this.committed = committed;
    this.drafter = drafter;
    this.sequences = sequences;
    this.templates = templates;
  }

  Supplier<Receipt> assign(PendingWrite pending, Write.Assign assign) {
    Identifier identifier = assign.identifier();
    Optional<AcceptedNames> earlier = group.uncommitted().newest(identifier);
    if (earlier.isPresent()) {
      return () -> {
        throw taken(pending, assign, earlier.get());
      };
    }
    Draft first = pending.first().orElseThrow();
    requireUnassigned(pending, assign);
    Admitted admitted = templates.admit(assign, pending.caller());
    boolean asDrafted = admitted.values().equals(pending.drafted());
    Draft draft = asDrafted ? first : drafter.first(identifier, admitted.values());
    return group.accept(new AcceptedRecord(pending, draft, admitted));
  }

  private static AlreadyAssignedException taken(
      PendingWrite pending, Write.Assign assign, AcceptedNames earlier) {
    Draft taken = earlier.draft(assign.identifier());
    return taken.retired()
        ? AlreadyAssignedException.retired(taken.identifier(), earlier.receipt())
        : new AlreadyAssignedException(
            taken.identifier(),
            earlier.receipt(),
            earlier.assigned(assign.identifier(), assign.values(), pending.caller()));
  }

  private void requireUnassigned(PendingWrite pending, Write.Assign assign) {
    Identifier identifier = assign.identifier();
    if (!committed.isAssigned(identifier)) {
      return;
    }
    Verified<IdentifierRecord> existing = committed.newest(identifier).orElseThrow();
    IdentifierRecord record = existing.value();
    Receipt receipt = StatementReader.receiptOfWrite(existing);
    if (record.retired()) {
      throw AlreadyAssignedException.retired(record.identifier(), receipt);
    }
    boolean same =
        record.version() == 1
            && AcceptedRecord.isSame(
                identifier, record.values(), assign.values(), pending.caller());
    throw new AlreadyAssignedException(record.identifier(), receipt, same);
  }

  Supplier<Receipt> mint(PendingWrite pending, Write.Mint mint) {
    Admitted admitted = templates.admit(mint, pending.caller()); // before a number is drawn
    Identifier made =
        sequences.draw(mint, Instant.ofEpochMilli(group.timeMillis()), group::isTaken);
    return group.accept(
        new AcceptedRecord(pending, drafter.first(made, admitted.values()), admitted));
  }

  Supplier<Receipt> update(PendingWrite pending, Write.Update update) {
    Draft replaced = requireNewest(update);
    WriteGuard.requireUpdate(pending.caller(), () -> drafter.record(replaced), update.values());
    Admitted admitted = templates.admit(update, replaced, pending.caller());
    return group.accept(
        new AcceptedRecord(pending, drafter.next(replaced, admitted.values()), admitted));
  }

  Supplier<Receipt> retire(PendingWrite pending, Write.Retire retire) {
    Draft replaced = requireNewest(retire);
    WriteGuard.requireRetirement(pending.caller(), () -> drafter.record(replaced));
    Admitted admitted = templates.retire(replaced);
    return group.accept(new AcceptedRecord(pending, drafter.retirement(replaced), admitted));
  }

  private Draft requireNewest(Write write) {
    Identifier identifier = write.identifier();
    Draft before =
        group
            .uncommitted()
            .newest(identifier)
            .map(accepted -> accepted.draft(identifier))
            .or(() -> committed.newest(identifier).map(this::requireOwn).map(this::asDraft))
            .orElseThrow(() -> new NotAssignedException(identifier));
    if (before.retired()) {
      throw new RetiredException(before.identifier(), before.version());
    }
    if (before.version() != write.expectedVersion()) {
      throw new VersionMismatchException(
          before.identifier(), write.expectedVersion(), before.version());
    }
    return before;
  }

  /** Refuses a record of the former log. */
  private Verified<IdentifierRecord> requireOwn(Verified<IdentifierRecord> record) {
    if (committed.isFormer(record)) {
      throw new FormerRecordException(record.value().identifier(), record.batch().log());
    }
    return record;
  }

  private Draft asDraft(Verified<IdentifierRecord> statement) {
    Bytes body = statement.statement().body();
    IdentifierRecord record = statement.value();
    return new Draft(
        RowKeys.statement(record.identifier()),
        record.identifier(),
        record.version(),
        record.retired(),
        body,
        statement.statement().disclosures(),
        drafter.hash().leafHash(body));
  }
}
