package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.log.EventConflictException;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
    Optional<Verified<RecordedEvent>> recorded =
        recorded(capture, caller, draft.key(), group.isFree(draft));
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
    return names(capture, caller)
        .flatMap(name -> uncommitted.event(name).stream())
        .findFirst()
        .or(() -> uncommitted.event(key));
  }

  /**
   * Name rows of events with the same name that the writer may see, or whose name was chosen, so
   * that a stranger cannot guess it.
   */
  private static Stream<RowKey> names(Write.Capture capture, Caller caller) {
    if (!capture.hasDerivedName()) {
      return capture.nameKey().stream();
    }
    if (!caller.seesAll()) {
      return capture.nameKey().filter(name -> !capture.restricted()).stream();
    }
    return capture.content().event().name().isEmpty() || capture.restricted()
        ? capture.nameKey().stream()
        : Stream.concat(
            capture.nameKey().stream(),
            Stream.of(EventRows.restrictedKey(capture.recorder(), capture.content())));
  }

  /**
   * The committed event that is the same, or has the same name.
   *
   * @param free whether there is surely none in its place
   */
  private Optional<Verified<RecordedEvent>> recorded(
      Write.Capture capture, Caller caller, RowKey key, boolean free) {
    Optional<Verified<RecordedEvent>> named =
        names(capture, caller).flatMap(name -> committed.eventOfName(name).stream()).findFirst();
    return named.isPresent() || free ? named : committed.event(key);
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
