package dev.nameplate.server.cli.verify;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The withdrawals among the events of a file, with their targets. Takes verified events one after
 * the other: a withdrawal stands before the event that it is of, as {@code trace --save} writes
 * them. Used by one thread.
 */
final class KeptWithdrawals {
  /** Withdrawals of withdrawals, one of the other, that are looked at; as in a node's index. */
  private static final int MOST_IN_TURN = 16;

  private final Map<Named, List<Withdrawal>> byTarget = new HashMap<>();
  private final Set<Named> unmatched = new LinkedHashSet<>();

  /**
   * A withdrawal.
   *
   * @param recorder the recorder of it and of its target
   * @param id of the withdrawal
   * @param reason the reason; empty if unknown
   */
  record Withdrawal(Prefix recorder, EventId id, String reason) {}

  /** An event as a withdrawal names it. */
  private record Named(Prefix recorder, Target target) {}

  /** Adds the next event of the file. The withdrawal of it, if one stood before. */
  Optional<Withdrawal> next(RecordedEvent recorded) {
    if (recorded.content().isEmpty()) {
      return Optional.empty();
    }
    Event event = recorded.content().get().event();
    EventId id = recorded.content().get().id();
    String name = event.kind() == EventKind.WITHDRAW ? "" : event.name();
    Optional<Withdrawal> withdrawal = of(recorded.recorder(), id, name);
    unmatched.remove(new Named(recorded.recorder(), new Target.ById(id)));
    if (!name.isEmpty()) {
      unmatched.remove(new Named(recorded.recorder(), new Target.ByName(name)));
    }
    if (event.occurrence() instanceof Withdrawn what) {
      Named target = new Named(recorded.recorder(), what.target());
      byTarget
          .computeIfAbsent(target, any -> new ArrayList<>(1))
          .add(new Withdrawal(recorded.recorder(), id, what.reason()));
      unmatched.add(target);
    }
    return withdrawal;
  }

  /**
   * True if an event is withdrawn by any event added so far.
   *
   * @param name its name; empty if it has none, or is a withdrawal
   */
  boolean isWithdrawn(Prefix recorder, EventId id, String name) {
    return of(recorder, id, name).isPresent();
  }

  private Optional<Withdrawal> of(Prefix recorder, EventId id, String name) {
    Optional<Withdrawal> withdrawal =
        effective(new Named(recorder, new Target.ById(id)), MOST_IN_TURN);
    return withdrawal.isPresent() || name.isEmpty()
        ? withdrawal
        : effective(new Named(recorder, new Target.ByName(name)), MOST_IN_TURN);
  }

  /** The first withdrawal of an event that was not withdrawn itself. */
  private Optional<Withdrawal> effective(Named event, int inTurn) {
    return byTarget.getOrDefault(event, List.of()).stream()
        .filter(
            withdrawal ->
                inTurn == 0
                    || effective(
                            new Named(withdrawal.recorder(), new Target.ById(withdrawal.id())),
                            inTurn - 1)
                        .isEmpty())
        .findFirst();
  }

  /** Number of withdrawals whose target does not follow in the file. */
  int unmatched() {
    return unmatched.size();
  }
}
