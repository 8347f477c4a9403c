package dev.nameplate.trace.walk;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.Verdict.Authority;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
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
        event.map(what -> authority(what.occurrence(), own)).orElse(Authority.UNKNOWN),
        event
            .filter(what -> what.occurrence() instanceof Transferred)
            .map(what -> halves.agreement(happened.row(), (Transferred) what.occurrence()))
            .orElse(Verdict.Transfer.NONE),
        withdrawal.map(found -> found.value().id().orElseThrow()),
        happened.outOfOrder(),
        stands && happened.row().kind() == EventKind.PROCESS && cycles.closes(happened.row()));
  }

  /**
   * The authority over all items that an event made. A repaired thing, which is input and output,
   * is not made.
   *
   * @param own true for a prefix under that authority
   */
  static Authority authority(Occurrence occurrence, Predicate<Prefix> own) {
    Set<ItemId> repaired = new HashSet<>();
    if (occurrence instanceof Processed process && !process.outputs().isEmpty()) {
      process.inputs().forEach(input -> repaired.add(input.id()));
    }
    Authority found = Authority.YES;
    for (EventItem item : occurrence.made()) {
      Optional<Prefix> prefix = item.id().identifier().map(Identifier::prefix);
      if (repaired.contains(item.id())) {
        continue;
      }
      if (prefix.isEmpty()) {
        found = Authority.UNKNOWN;
      } else if (!own.test(prefix.get())) {
        return Authority.NO;
      }
    }
    return found;
  }
}
