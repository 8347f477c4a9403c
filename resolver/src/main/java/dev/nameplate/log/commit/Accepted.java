package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.store.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A write whose precondition holds. Its receipt is known once it has its place in the log. */
abstract sealed class Accepted permits AcceptedDelegation, AcceptedEvent, AcceptedNames {
  private final Draft draft;
  private final CallersOperation operation;
  private final WriteDigest content;
  private @Nullable Receipt receipt;

  /** Accepts a write, with its statement as it will be committed. */
  Accepted(PendingWrite pending, Draft draft) {
    this.draft = draft;
    this.operation = pending.operation();
    this.content = pending.content();
  }

  /** The statement. */
  final Draft draft() {
    return draft;
  }

  final CallersOperation operation() {
    return operation;
  }

  /** Digests of the write. */
  final WriteDigest content() {
    return content;
  }

  /** Adds the write to the lookup tables of its group. */
  abstract void enter(AcceptedWrites group);

  /** The index rows of the write. */
  List<Row> indexRows(long batch) {
    return List.of();
  }

  /** The identifier whose answer it changes; empty if no answer is about it. */
  Optional<Identifier> changed() {
    return Optional.of(draft.identifier());
  }

  /** The event that it recorded, in its place in the log. */
  Optional<LoggedEvents.Logged> logged() {
    return Optional.empty();
  }

  void place(Receipt place) {
    receipt = place;
  }

  final Receipt receipt() {
    if (receipt == null) {
      throw new IllegalStateException("not placed yet");
    }
    return receipt;
  }
}
