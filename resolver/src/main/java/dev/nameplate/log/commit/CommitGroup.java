package dev.nameplate.log.commit;

import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.OperationConflictException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Operations.Remembered;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.Standing;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.store.RowKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Writes that are committed together. Decides for each, in order, whether its precondition holds
 * against what is committed, what is just being committed, and what stands before it in the group.
 * Used by one thread.
 */
final class CommitGroup {
  private final List<PendingWrite> writes = new ArrayList<>();
  private final List<Runnable> acknowledgements = new ArrayList<>();
  private final ReadAhead ahead;
  private final StatementReader committed;
  private final Operations operations;
  private final RecordGroup records;
  private final DelegationGroup delegations;
  private final RangeGroup ranges;
  private final EventGroup events;
  private final long nowMillis;
  private final Uncommitted uncommitted;

  /**
   * A group without writes.
   *
   * @param ahead the view of the store that {@code committed} and {@code operations} read
   * @param before the writes of the group before it, if that is still being committed; none of them
   *     may be a range or a delegation
   */
  CommitGroup(
      ReadAhead ahead,
      StatementReader committed,
      AcceptedWrites before,
      Operations operations,
      Drafter drafter,
      Sequences sequences,
      Templates templates,
      OwnPrefixes prefixes,
      long nowMillis) {
    this.committed = committed;
    this.operations = operations;
    this.nowMillis = nowMillis;
    this.uncommitted = new Uncommitted(before, new AcceptedWrites());
    this.ahead = ahead;
    this.delegations = new DelegationGroup(committed, prefixes, drafter, nowMillis);
    this.ranges = new RangeGroup(this, committed, drafter, sequences);
    this.events = new EventGroup(committed, uncommitted);
    this.records =
        new RecordGroup(
            this,
            committed,
            drafter,
            sequences,
            new TemplateGroup(templates, committed, prefixes, uncommitted));
  }

  /** The writes of the group, in order, including refused writes. */
  List<PendingWrite> writes() {
    return writes;
  }

  /** Decides about further writes, in order. {@link #acknowledge} completes their futures. */
  void add(List<PendingWrite> more) {
    writes.addAll(more);
    List<RowKey> keys = new ArrayList<>(2 * more.size());
    for (PendingWrite pending : more) {
      pending.reads(keys);
      operations.reads(pending.operation(), nowMillis, keys);
    }
    ahead.read(keys);
    try {
      more.forEach(this::add);
    } finally {
      ahead.release();
    }
  }

  private void add(PendingWrite pending) {
    Supplier<Receipt> answer = answer(pending);
    acknowledgements.add(() -> pending.complete(answer));
  }

  private Supplier<Receipt> answer(PendingWrite pending) {
    try {
      return answeredBefore(pending).orElseGet(() -> decide(pending));
    } catch (NameplateException refusal) {
      return () -> {
        throw refusal;
      };
    }
  }

  private Supplier<Receipt> decide(PendingWrite pending) {
    pending.write().requireInUse(delegations);
    return pending.write().decide(pending, this);
  }

  /** The answer to a write that has the operation id of an earlier one. */
  private Optional<Supplier<Receipt>> answeredBefore(PendingWrite pending) {
    CallersOperation operation = pending.operation();
    if (operation.isNone()) {
      return Optional.empty();
    }
    Optional<Accepted> sibling = uncommitted.named(operation);
    if (sibling.isPresent()) {
      Accepted named = sibling.get();
      return Optional.of(() -> again(pending, new Remembered(named.receipt(), named.content())));
    }
    return operations
        .find(operation, nowMillis)
        .map(remembered -> () -> again(pending, remembered));
  }

  private static Receipt again(PendingWrite pending, Remembered earlier) {
    if (!earlier.content().isRepeatedBy(pending.content(), pending.caller())) {
      throw new OperationConflictException(pending.write().operation());
    }
    return pending.write().again(earlier.receipt());
  }

  /** The time of its batches. */
  long timeMillis() {
    return nowMillis;
  }

  /** The writes to commit. */
  AcceptedWrites accepted() {
    return uncommitted.accepted();
  }

  /** The writes that a further one meets before it is committed. */
  Uncommitted uncommitted() {
    return uncommitted;
  }

  /** Changes of the accepted writes to the node's prefixes. */
  List<Standing> standings() {
    return delegations.standings();
  }

  /** Completes every future, once the accepted writes are committed. */
  void acknowledge() {
    acknowledgements.forEach(Runnable::run);
  }

  // What the writes decide with.

  RecordGroup records() {
    return records;
  }

  RangeGroup ranges() {
    return ranges;
  }

  EventGroup events() {
    return events;
  }

  DelegationGroup delegations() {
    return delegations;
  }

  /** Has a write committed; gives its receipt afterwards. */
  Supplier<Receipt> accept(Accepted write) {
    accepted().add(write);
    return write::receipt;
  }

  /** True if an identifier is assigned, or about to be. */
  boolean isTaken(Identifier identifier) {
    return uncommitted.newest(identifier).isPresent() || committed.isAssigned(identifier);
  }

  /** True if an identifier was ever assigned under exactly a prefix. */
  boolean holdsRecords(Prefix prefix) {
    return committed.holdsRecords(prefix) || accepted().writeUnder(prefix);
  }
}
