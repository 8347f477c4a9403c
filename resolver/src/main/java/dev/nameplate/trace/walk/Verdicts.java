package dev.nameplate.trace.walk;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.Verdict.Authority;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Computes the verdicts on events. Used by one thread. */
final class Verdicts {
  private final Predicate<Prefix> own;
  private final Cycles cycles;
  private final Halves halves;

  /**
   * Judges the events of an index.
   *
   * @param own whether the node answers for a prefix
   */
  Verdicts(LineageReader index, Predicate<Prefix> own, Duration slack) {
    this.own = own;
    this.cycles = new Cycles(index);
    this.halves = new Halves(index, slack, own);
  }

  /**
   * Judges an event.
   *
   * @param withdrawal of it, if it was withdrawn
   */
  Verdict of(
      Move.Happened happened,
      Verified<RecordedEvent> recorded,
      Optional<Verified<RecordedEvent>> withdrawal) {
    Optional<Event> event = recorded.value().event();
    boolean stands = happened.withdrawnBy().isEmpty();
    return new Verdict(
        recorded.keyId(),
        event.map(what -> Authority.over(what.occurrence(), own)).orElse(Authority.UNKNOWN),
        event
            .filter(what -> what.occurrence() instanceof Transferred)
            .map(what -> halves.agreement(happened.row(), (Transferred) what.occurrence()))
            .orElse(Verdict.Transfer.NONE),
        withdrawal.map(found -> found.value().id().orElseThrow()),
        happened.outOfOrder(),
        stands && happened.row().kind() == EventKind.PROCESS && cycles.closes(happened.row()));
  }
}
