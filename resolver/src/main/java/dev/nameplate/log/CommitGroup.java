package dev.nameplate.log;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Operations.Remembered;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.RangeBody;
import dev.nameplate.trust.Verified;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes that are committed together. Decides for each, in order, whether its precondition holds
 * against what is committed and what stands before it in the group. Used by one thread.
 */
final class CommitGroup {
  private final StatementReader committed;
  private final Operations operations;
  private final Drafter drafter;
  private final Sequences sequences;
  private final DelegationGroup delegations;
  private final RangeGroup ranges;
  private final long nowMillis;

  private final List<Accepted> accepted = new ArrayList<>();
  private final List<Runnable> acknowledgements = new ArrayList<>();
  private final Map<Identifier, Accepted> newest = new HashMap<>();
  private final Map<OperationId, Accepted> named = new HashMap<>();

  CommitGroup(
      StatementReader committed,
      Operations operations,
      Drafter drafter,
      Sequences sequences,
      OwnPrefixes prefixes,
      long nowMillis) {
    this.delegations = new DelegationGroup(committed, prefixes, drafter, nowMillis);
    this.ranges = new RangeGroup(committed);
    this.committed = committed;
    this.operations = operations;
    this.drafter = drafter;
    this.sequences = sequences;
    this.nowMillis = nowMillis;
  }

  /**
   * Decides about a write. Its future is completed by {@link #acknowledge}, or at once if it is
   * refused for good.
   */
  void add(PendingWrite pending) {
    try {
      decide(pending);
    } catch (NameplateException refusal) {
      acknowledgements.add(() -> pending.receipt().completeExceptionally(refusal));
    }
  }

  /** The writes to commit, in order. */
  List<Accepted> accepted() {
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

  private void decide(PendingWrite pending) {
    Write write = pending.write();
    Bytes content = write.operation().isNone() ? Bytes.EMPTY : drafter.content(write);
    if (!write.operation().isNone() && answeredBefore(pending, content)) {
      return;
    }
    if (write instanceof Write.Delegate delegate) {
      accept(pending, new Accepted(delegations.next(delegate, this::holdsRecords), write, content));
      return;
    }
    delegations.requireInUse(write.identifier().prefix());
    if (write instanceof Write.AssignRange assign) {
      decide(pending, assign, content);
      return;
    }
    if (write instanceof Write.Mint mint) {
      Write.Assign made =
          mint.of(sequences.draw(mint, Instant.ofEpochMilli(nowMillis), this::isTaken));
      Draft draft = drafter.first(made.identifier(), made.values());
      accept(pending, new Accepted(draft, made, content));
      return;
    }
    Accepted earlier = newest.get(write.identifier());
    if (earlier == null) {
      earlier = ranges.holding(write.identifier()).orElse(null);
    }
    if (write instanceof Write.Assign && earlier != null) {
      refuseAfter(
          pending,
          earlier,
          sibling ->
              new AlreadyAssignedException(
                  sibling.draft(write.identifier()).identifier(),
                  sibling.receipt(),
                  sibling.assigned(write)));
      return;
    }
    Draft draft =
        write instanceof Write.Assign
            ? requireUnassigned(pending)
            : drafter.next(requireNewest(write, earlier), write);
    accept(pending, new Accepted(draft, write, content));
  }

  private void decide(PendingWrite pending, Write.AssignRange assign, Bytes content) {
    IdentifierRange range = assign.range();
    Optional<Identifier> conflict = ranges.conflict(range, newest.keySet());
    if (conflict.isEmpty()) {
      Accepted write = new Accepted(pending.first().orElseThrow(), assign, content);
      accept(pending, write);
      ranges.accept(range, write);
      return;
    }
    Identifier member = conflict.get();
    Accepted earlier = newest.getOrDefault(member, ranges.holding(member).orElse(null));
    if (earlier != null) {
      refuseAfter(
          pending,
          earlier,
          sibling ->
              new AlreadyAssignedException(
                  range,
                  sibling.draft(member).identifier(),
                  sibling.receipt(),
                  sibling.assigned(assign)));
      return;
    }
    Verified<IdentifierRecord> existing = committed.newest(member).orElseThrow();
    boolean same =
        existing.statement().isRange()
            && RangeBody.parse(existing.statement().body()).range().equals(range);
    throw new AlreadyAssignedException(
        range, existing.value().identifier(), StatementReader.receiptOfWrite(existing), same);
  }

  /** Refuses a write for the sake of one in the group, whose receipt is not known yet. */
  private void refuseAfter(
      PendingWrite pending, Accepted earlier, Function<Accepted, NameplateException> refusal) {
    acknowledgements.add(() -> pending.receipt().completeExceptionally(refusal.apply(earlier)));
  }

  private boolean isTaken(Identifier identifier) {
    return newest.containsKey(identifier)
        || ranges.holding(identifier).isPresent()
        || committed.exists(identifier);
  }

  private void accept(PendingWrite pending, Accepted write) {
    accepted.add(write);
    if (!(write.write() instanceof Write.Delegate // those of records: 0.NA may be an own prefix
        || write.write() instanceof Write.AssignRange)) {
      newest.put(write.draft().identifier(), write);
    }
    if (!write.operation().isNone()) {
      named.put(write.operation(), write);
    }
    acknowledgements.add(() -> pending.receipt().complete(write.receipt()));
  }

  private boolean answeredBefore(PendingWrite pending, Bytes content) {
    OperationId operation = pending.write().operation();
    Accepted sibling = named.get(operation);
    if (sibling != null) {
      acknowledgements.add(
          () -> answer(pending, new Remembered(sibling.receipt(), sibling.content()), content));
      return true;
    }
    Optional<Remembered> remembered = operations.find(operation, nowMillis);
    remembered.ifPresent(earlier -> acknowledgements.add(() -> answer(pending, earlier, content)));
    return remembered.isPresent();
  }

  private static void answer(PendingWrite pending, Remembered earlier, Bytes content) {
    if (earlier.content().equals(content)) {
      pending.receipt().complete(earlier.receipt().asReplayed());
    } else {
      pending
          .receipt()
          .completeExceptionally(
              new OperationConflictException(pending.write().operation(), earlier.receipt()));
    }
  }

  private Draft requireUnassigned(PendingWrite pending) {
    Write write = pending.write();
    if (committed.exists(write.identifier())) {
      Verified<IdentifierRecord> existing = committed.newest(write.identifier()).orElseThrow();
      boolean same =
          existing.value().version() == 1 && existing.value().values().equals(Accepted.sortedValues(write));
      throw new AlreadyAssignedException(
          existing.value().identifier(), StatementReader.receiptOfWrite(existing), same);
    }
    return pending.first().orElseThrow();
  }

  private boolean holdsRecords(Prefix prefix) {
    return committed.holdsRecords(prefix)
        || newest.keySet().stream().anyMatch(written -> written.prefix().equals(prefix));
  }

  private Draft requireNewest(Write write, @Nullable Accepted earlier) {
    Draft before =
        earlier != null
            ? earlier.draft(write.identifier())
            : committed
                .newest(write.identifier())
                .map(this::asDraft)
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
