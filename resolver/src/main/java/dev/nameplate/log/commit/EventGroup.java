package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.log.EventConflictException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The events of writes that are committed together. Finds what was recorded before and is the same,
 * or has the same name, in what is committed, what is just being committed, and what stands before
 * in the group. Used by one thread.
 */
final class EventGroup {
  private final StatementReader committed;
  private final Uncommitted uncommitted;

  EventGroup(StatementReader committed, Uncommitted uncommitted) {
    this.committed = committed;
    this.uncommitted = uncommitted;
  }

  Supplier<Receipt> decide(PendingWrite pending, Write.Capture capture, CommitGroup group) {
    Draft draft = pending.first().orElseThrow();
    Caller caller = pending.caller();
    Optional<AcceptedEvent> sibling = pending(capture, caller, draft.key());
    if (sibling.isPresent()) {
      AcceptedEvent earlier = sibling.get();
      Write.Capture before = earlier.capture();
      return () -> again(capture, caller, before.content(), before.restricted(), earlier.receipt());
    }
    Optional<Verified<RecordedEvent>> recorded = recorded(capture, caller, draft.key());
    if (recorded.isPresent()) {
      RecordedEvent earlier = recorded.get().value();
      Receipt receipt =
          again(
              capture,
              caller,
              earlier.content().orElseThrow(),
              earlier.isRestricted(),
              StatementReader.receiptOfEvent(recorded.get()));
      return () -> receipt;
    }
    return group.accept(new AcceptedEvent(pending, draft, capture));
  }

  /** The write of the same event, or one of the same name, that is not committed yet. */
  private Optional<AcceptedEvent> pending(Write.Capture capture, Caller caller, RowKey key) {
    return capture
        .nameKeys(caller)
        .flatMap(name -> uncommitted.event(name).stream())
        .findFirst()
        .or(() -> uncommitted.event(key));
  }

  /** The committed event that is the same, or has the same name. */
  private Optional<Verified<RecordedEvent>> recorded(
      Write.Capture capture, Caller caller, RowKey key) {
    return capture
        .nameKeys(caller)
        .flatMap(name -> committed.eventOfName(name).stream())
        .findFirst()
        .or(() -> committed.event(key));
  }

  /**
   * The answer to who captures an event that was captured before.
   *
   * @param caller who does
   * @param restricted whether that one is not for everyone
   */
  private static Receipt again(
      Write.Capture capture,
      Caller caller,
      RecordedEvent.Content earlier,
      boolean restricted,
      Receipt receipt) {
    String name = capture.content().event().name();
    if (restricted && !caller.seesAll()) {
      throw EventConflictException.hidden(name);
    }
    if (!earlier.meaning().equals(capture.content().meaning())) {
      throw EventConflictException.otherContent(name, receipt);
    }
    if (restricted != capture.restricted()) {
      throw EventConflictException.otherAccess(name, restricted, receipt);
    }
    return receipt.asReplayed();
  }
}
