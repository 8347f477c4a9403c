package dev.nameplate.log;

import dev.nameplate.store.RowKey;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.Verified;
import java.util.Optional;

/**
 * The events of writes that are committed together. Finds what was recorded before and is the same,
 * or has the same name, in what is committed, what is just being committed, and what stands before
 * in the group. Used by one thread.
 */
final class EventGroup {
  private final StatementReader committed;
  private final AcceptedWrites before;
  private final AcceptedWrites accepted;

  EventGroup(StatementReader committed, AcceptedWrites before, AcceptedWrites accepted) {
    this.committed = committed;
    this.before = before;
    this.accepted = accepted;
  }

  /** The write of the same event, or one of the same name, that is not committed yet. */
  Optional<Accepted> pending(Write.Capture capture, RowKey key) {
    return capture.nameKey().flatMap(this::pending).or(() -> pending(key));
  }

  private Optional<Accepted> pending(RowKey key) {
    return accepted.event(key).or(() -> before.event(key));
  }

  /**
   * The committed event that is the same, or has the same name.
   *
   * @param free whether there is surely none in its place
   */
  Optional<Verified<RecordedEvent>> recorded(Write.Capture capture, RowKey key, boolean free) {
    Optional<Verified<RecordedEvent>> named = capture.nameKey().flatMap(committed::eventOfName);
    return named.isPresent() || free ? named : committed.event(key);
  }

  /**
   * The answer to who captures an event that was captured before.
   *
   * @param access who does
   * @param restricted whether that one is not for everyone
   */
  static Receipt again(
      Write.Capture capture,
      WriteAccess access,
      RecordedEvent.Content earlier,
      boolean restricted,
      Receipt receipt) {
    String name = capture.content().event().name();
    if (restricted && access == WriteAccess.PUBLIC) {
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
