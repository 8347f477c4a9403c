package dev.nameplate.log;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.Operations.Remembered;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.RangeBody;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Writes that are committed together. Decides for each, in order, whether its precondition holds
 * against what is committed, what is just being committed, and what stands before it in the group.
 * Used by one thread.
 */
final class CommitGroup {
  /** How many single identifiers a block passes over before it is refused because of the next. */
  private static final int MOST_PASSED = 64;

  private final List<PendingWrite> writes = new ArrayList<>();
  private final StatementReader committed;
  private final Operations operations;
  private final Drafter drafter;
  private final Sequences sequences;
  private final DelegationGroup delegations;
  private final RangeGroup ranges;
  private final TemplateGroup templates;
  private final EventGroup events;
  private final long nowMillis;

  private final AcceptedWrites before;
  private final AcceptedWrites accepted = new AcceptedWrites();
  private final List<Runnable> acknowledgements = new ArrayList<>();

  /**
   * A group without writes.
   *
   * @param before the writes of the group before it, if that is still being committed; none of them
   *     may be a range or a delegation
   */
  CommitGroup(
      StatementReader committed,
      AcceptedWrites before,
      Operations operations,
      Drafter drafter,
      Sequences sequences,
      Templates templates,
      OwnPrefixes prefixes,
      long nowMillis) {
    this.delegations = new DelegationGroup(committed, prefixes, drafter, nowMillis);
    this.ranges = new RangeGroup(committed);
    this.templates = new TemplateGroup(templates, committed, prefixes, before, accepted);
    this.events = new EventGroup(committed, before, accepted);
    this.committed = committed;
    this.before = before;
    this.operations = operations;
    this.drafter = drafter;
    this.sequences = sequences;
    this.nowMillis = nowMillis;
  }

  /** Those who wait, in order. */
  List<PendingWrite> writes() {
    return writes;
  }

  /** Decides about further writes, in order. {@link #acknowledge} completes their futures. */
  void add(List<PendingWrite> more) {
    writes.addAll(more);
    FreeNames free = committed.freeNames(more);
    more.forEach(pending -> add(pending, free));
  }

  private void add(PendingWrite pending, FreeNames free) {
    try {
      decide(pending, free);
    } catch (NameplateException refusal) {
      acknowledgements.add(() -> pending.receipt().completeExceptionally(refusal));
    }
  }

  /** The time of its batches. */
  long timeMillis() {
    return nowMillis;
  }

  /** The writes to commit. */
  AcceptedWrites accepted() {
    return accepted;
  }

  /** What the accepted writes change about the prefixes of the node. */
  List<Standing> standings() {
    return delegations.standings();
  }

  /** The ranges that the accepted writes assign. */
  List<IdentifierRange> ranges() {
    return ranges.ranges();
  }

  /** Completes every future, once the accepted writes are committed. */
  void acknowledge() {
    acknowledgements.forEach(Runnable::run);
  }

  private void decide(PendingWrite pending, FreeNames free) {
    Write write = pending.write();
    WriteDigest content = pending.content();
    if (!write.operation().isNone() && answeredBefore(pending)) {
      return;
    }
    if (write instanceof Write.Delegate delegate) {
      accept(pending, new Accepted(delegations.next(delegate, this::holdsRecords), write, content));
      return;
    }
    delegations.requireInUse(write.identifier().prefix());
    if (write instanceof Write.Capture capture) {
      decide(pending, capture, free);
      return;
    }
    if (write instanceof Write.AssignRange assign) {
      decide(pending, assign, pending.first().orElseThrow(), content);
      return;
    }
    if (write instanceof Write.MintBlock block) {
      IdentifierRange range = next(block);
      Write.AssignRange made = new Write.AssignRange(range, block.operation());
      decide(pending, made, drafter.range(range), content);
      return;
    }
    if (write instanceof Write.Mint mint) {
      Admitted admitted = templates.admit(mint, pending.access()); // before a number is drawn
      Write.Assign made =
          mint.of(sequences.draw(mint, Instant.ofEpochMilli(nowMillis), this::isTaken));
      Draft draft = drafter.first(made.identifier(), admitted.values());
      accept(pending, new Accepted(draft, made, content, admitted));
      return;
    }
    Optional<Accepted> earlier = earlier(write.identifier());
    if (write instanceof Write.Assign && earlier.isPresent()) {
      refuseAfter(
          pending,
          earlier.get(),
          sibling -> {
            Draft taken = sibling.draft(write.identifier());
            return taken.retired()
                ? AlreadyAssignedException.retired(taken.identifier(), sibling.receipt())
                : new AlreadyAssignedException(
                    taken.identifier(),
                    sibling.receipt(),
                    sibling.assigned(write, pending.access()));
          });
      return;
    }
    if (write instanceof Write.Assign) {
      Draft first = requireUnassigned(pending, free);
      Admitted admitted = templates.admit(write, pending.access());
      boolean asDrafted = admitted.values().equals(pending.drafted());
      Draft draft = asDrafted ? first : drafter.first(write.identifier(), admitted.values());
      accept(pending, new Accepted(draft, write, content, admitted));
      return;
    }
    Draft replaced = requireNewest(write, earlier);
    Admitted admitted = templates.admit(write, replaced, pending.access());
    Draft draft = drafter.next(replaced, write, admitted.values());
    accept(pending, new Accepted(draft, write, content, admitted));
  }

  private void decide(PendingWrite pending, Write.Capture capture, FreeNames free) {
    Draft draft = pending.first().orElseThrow();
    Optional<Accepted> sibling = events.pending(capture, pending.access(), draft.key());
    if (sibling.isPresent()) {
      acknowledgements.add(() -> answerAgain(pending, capture, sibling.get()));
      return;
    }
    Optional<Verified<RecordedEvent>> recorded =
        events.recorded(capture, pending.access(), draft.key(), free.has(draft));
    if (recorded.isPresent()) {
      Receipt receipt =
          EventGroup.again(
              capture,
              pending.access(),
              recorded.get().value().content().orElseThrow(),
              recorded.get().value().isRestricted(),
              StatementReader.receiptOfEvent(recorded.get()));
      acknowledgements.add(() -> pending.receipt().complete(receipt));
      return;
    }
    accept(pending, new Accepted(draft, capture, pending.content()));
  }

  private static void answerAgain(PendingWrite pending, Write.Capture capture, Accepted earlier) {
    Write.Capture before = (Write.Capture) earlier.write();
    try {
      pending
          .receipt()
          .complete(
              EventGroup.again(
                  capture,
                  pending.access(),
                  before.content(),
                  before.restricted(),
                  earlier.receipt()));
    } catch (EventConflictException conflict) {
      pending.receipt().completeExceptionally(conflict);
    }
  }

  private void decide(
      PendingWrite pending, Write.AssignRange assign, Draft draft, WriteDigest content) {
    IdentifierRange range = assign.range();
    Optional<Identifier> conflict = ranges.conflict(range, accepted.identifiers());
    if (conflict.isEmpty()) {
      Accepted write = new Accepted(draft, assign, content);
      accept(pending, write);
      ranges.accept(range, write);
      return;
    }
    Identifier member = conflict.get();
    Optional<Accepted> earlier = earlier(member);
    if (earlier.isPresent()) {
      refuseAfter(
          pending,
          earlier.get(),
          sibling ->
              new AlreadyAssignedException(
                  range,
                  sibling.draft(member).identifier(),
                  sibling.receipt(),
                  sibling.assigned(assign, pending.access())));
      return;
    }
    Verified<IdentifierRecord> existing = committed.newest(member).orElseThrow();
    boolean same =
        existing.statement().isRange()
            && RangeBody.parse(existing.statement().body()).range().equals(range);
    throw new AlreadyAssignedException(
        range, existing.value().identifier(), StatementReader.receiptOfWrite(existing), same);
  }

  /** The next free numbers, behind what was assigned by name in their midst. */
  private IdentifierRange next(Write.MintBlock block) {
    SuffixPattern pattern = block.patternAt(Instant.ofEpochMilli(nowMillis));
    long from = 1;
    for (int i = 0; ; i++) {
      IdentifierRange range =
          block.from(pattern, sequences.drawBlock(block, pattern, from, this::isTaken));
      Optional<Identifier> conflict = ranges.conflict(range, accepted.identifiers());
      if (conflict.isEmpty() || i == MOST_PASSED) {
        return range;
      }
      from = range.numberOf(conflict.get()).orElseThrow() + 1;
    }
  }

  /** Refuses a write for the sake of one in the group, whose receipt is not known yet. */
  private void refuseAfter(
      PendingWrite pending, Accepted earlier, Function<Accepted, NameplateException> refusal) {
    acknowledgements.add(() -> pending.receipt().completeExceptionally(refusal.apply(earlier)));
  }

  private boolean isTaken(Identifier identifier) {
    return earlier(identifier).isPresent() || committed.isAssigned(identifier);
  }

  /** The write that made the newest version of an identifier, if it is not committed yet. */
  private Optional<Accepted> earlier(Identifier identifier) {
    return accepted
        .newest(identifier)
        .or(() -> ranges.holding(identifier))
        .or(() -> before.newest(identifier));
  }

  private void accept(PendingWrite pending, Accepted write) {
    accepted.add(write);
    acknowledgements.add(() -> pending.receipt().complete(write.receipt()));
  }

  private boolean answeredBefore(PendingWrite pending) {
    OperationId operation = pending.write().operation();
    Optional<Accepted> sibling = accepted.named(operation).or(() -> before.named(operation));
    if (sibling.isPresent()) {
      Accepted named = sibling.get();
      acknowledgements.add(() -> answer(pending, new Remembered(named.receipt(), named.content())));
      return true;
    }
    Optional<Remembered> remembered = operations.find(operation, nowMillis);
    remembered.ifPresent(earlier -> acknowledgements.add(() -> answer(pending, earlier)));
    return remembered.isPresent();
  }

  private static void answer(PendingWrite pending, Remembered earlier) {
    if (!earlier.content().isRepeatedBy(pending.content(), pending.access())) {
      pending
          .receipt()
          .completeExceptionally(new OperationConflictException(pending.write().operation()));
    } else if (pending.write() instanceof Write.Capture capture && capture.restricted()) {
      // the id of an event is a digest of it: only who has the event can make the receipt
      pending.receipt().complete(earlier.receipt().asReplayed().about(capture.identifier()));
    } else {
      pending.receipt().complete(earlier.receipt().asReplayed());
    }
  }

  private Draft requireUnassigned(PendingWrite pending, FreeNames free) {
    Write write = pending.write();
    Draft draft = pending.first().orElseThrow();
    Identifier identifier = write.identifier();
    if (free.has(draft) ? committed.isInRange(identifier) : committed.isAssigned(identifier)) {
      Verified<IdentifierRecord> existing = committed.newest(identifier).orElseThrow();
      if (existing.value().retired()) {
        throw AlreadyAssignedException.retired(
            existing.value().identifier(), StatementReader.receiptOfWrite(existing));
      }
      boolean same =
          existing.value().version() == 1
              && (pending.access() == WriteAccess.OWN || Accepted.isOpen(existing.value().values()))
              && TemplateValue.isSame(existing.value().values(), Accepted.sortedValues(write));
      throw new AlreadyAssignedException(
          existing.value().identifier(), StatementReader.receiptOfWrite(existing), same);
    }
    return draft;
  }

  private boolean holdsRecords(Prefix prefix) {
    return committed.holdsRecords(prefix) || accepted.writeUnder(prefix);
  }

  private Draft requireNewest(Write write, Optional<Accepted> earlier) {
    Draft before =
        earlier
            .map(accepted -> accepted.draft(write.identifier()))
            .or(() -> committed.newest(write.identifier()).map(this::requireOwn).map(this::asDraft))
            .orElseThrow(() -> new NotAssignedException(write.identifier()));
    if (before.retired()) {
      throw new RetiredException(before.identifier(), before.version());
    }
    if (before.version() != write.expectedVersion()) {
      throw new VersionMismatchException(
          before.identifier(), write.expectedVersion(), before.version());
    }
    return before;
  }

  /** Refuses a record that stands in the log before this one. */
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
        List.of(),
        drafter.hash().leafHash(body));
  }
}
