package dev.nameplate.trace;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.gs1.Grain;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep.Reason;
import dev.nameplate.trace.recall.Suspect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Why items are affected, by going through all processes until nothing changes. It follows the
 * words of the manual, not the code: certain is what was made of suspects alone, while they were
 * bad; possible what anything else went into, or whose time is in doubt; excluded what descends
 * from a suspect only by what was taken of it at other times.
 */
final class NaiveRecall {
  private final RecallQuestion question;
  private final Map<ItemId, Suspect> suspects = new HashMap<>();
  private final Map<String, Run> runs = new LinkedHashMap<>();

  /** Suspects that another one went into: bad at all times. */
  private final Set<ItemId> always = new HashSet<>();

  /** A use of an item. */
  private record Use(ItemId item, Instant time) {}

  /** A process, in all its events. */
  private static final class Run {
    private final List<Use> uses = new ArrayList<>();
    private final Set<ItemId> outputs = new HashSet<>();

    Set<ItemId> inputs() {
      return uses.stream().map(Use::item).collect(Collectors.toSet());
    }
  }

  private NaiveRecall(List<Event> events, RecallQuestion question) {
    this.question = question;
    question.suspects().forEach(suspect -> suspects.put(suspect.item(), suspect));
    for (Event event : events) {
      if (event.occurrence() instanceof Processed what) {
        String name = what.process().isEmpty() ? "\n" + runs.size() : what.process();
        Run run = runs.computeIfAbsent(name, any -> new Run());
        what.inputs().forEach(item -> run.uses.add(new Use(item.id(), event.time())));
        what.outputs().stream().map(EventItem::id).forEach(run.outputs::add);
      }
    }
  }

  /** The reason of each item that descends from a suspect. */
  static Map<ItemId, Reason> reasons(List<Event> events, RecallQuestion question) {
    return new NaiveRecall(events, question).run();
  }

  private Map<ItemId, Reason> run() {
    Set<ItemId> affected = new HashSet<>(suspects.keySet());
    Set<Run> bad = new HashSet<>();
    boolean more = true;
    while (more) { // a suspect that is made of another has more bad uses than before
      Set<Run> before = Set.copyOf(bad);
      spread(affected, bad, use -> affected.contains(use.item()) && isBad(use));
      for (Run run : bad) {
        run.outputs.stream().filter(suspects::containsKey).forEach(always::add);
      }
      more = !bad.equals(before);
    }
    Set<ItemId> early = reached(affected, bad, Set.of(), use -> isEarly(use));
    Set<ItemId> late = reached(affected, bad, early, use -> !isEarly(use));
    Set<ItemId> mixed = new HashSet<>();
    Set<ItemId> near = new HashSet<>();
    for (Run run : runs.values()) {
      boolean others = !bad.contains(run) || !affected.containsAll(run.inputs());
      if (others) {
        mixed.addAll(run.outputs);
      }
      if (run.uses.stream().anyMatch(use -> isNear(use))) {
        near.addAll(run.outputs);
      }
    }
    Set<ItemId> possible = new HashSet<>(mixed);
    possible.addAll(near);
    possible.retainAll(affected);
    possible.removeAll(suspects.keySet());
    for (boolean grown = true; grown; ) {
      grown = false;
      for (Run run : bad) {
        if (run.inputs().stream().anyMatch(possible::contains)) {
          for (ItemId made : run.outputs) {
            grown |= !suspects.containsKey(made) && possible.add(made);
          }
        }
      }
    }
    Map<ItemId, Reason> reasons = new HashMap<>();
    late.forEach(item -> reasons.put(item, Reason.TAKEN_AFTER));
    early.forEach(item -> reasons.put(item, Reason.TAKEN_BEFORE));
    for (ItemId item : affected) {
      reasons.put(
          item,
          suspects.containsKey(item)
              ? Reason.SUSPECT
              : !possible.contains(item)
                  ? Reason.MADE_OF_SUSPECT
                  : mixed.contains(item)
                      ? Reason.MIXED
                      : near.contains(item) ? Reason.NEAR_THE_TIME : Reason.MADE_OF_POSSIBLE);
    }
    return reasons;
  }

  private void spread(Set<ItemId> items, Set<Run> into, Predicate<Use> leads) {
    for (boolean grown = true; grown; ) {
      grown = false;
      for (Run run : runs.values()) {
        boolean led = run.uses.stream().anyMatch(use -> isFollowed(use.item()) && leads.test(use));
        if (led && into.add(run)) {
          items.addAll(run.outputs);
          grown = true;
        }
      }
    }
  }

  /** A kind of thing leads no further, unless it was asked about. */
  private boolean isFollowed(ItemId item) {
    return item.grain() != Grain.CLASS || suspects.containsKey(item);
  }

  /** What is reached by other uses of suspects alone. */
  private Set<ItemId> reached(
      Set<ItemId> affected, Set<Run> bad, Set<ItemId> without, Predicate<Use> taken) {
    Set<ItemId> reached = new HashSet<>();
    Set<Run> into = new HashSet<>(bad);
    spread(
        reached,
        into,
        use ->
            suspects.containsKey(use.item())
                ? !isBad(use) && taken.test(use)
                : reached.contains(use.item())
                    && !affected.contains(use.item())
                    && !without.contains(use.item()));
    reached.removeAll(affected);
    reached.removeAll(without);
    return reached;
  }

  /** Whether a suspect was used while it was bad, or so near that clocks decide. */
  private boolean isBad(Use use) {
    Suspect suspect = suspects.get(use.item());
    return suspect == null
        || always.contains(use.item())
        || (!isBefore(use, suspect) && !isAfter(use, suspect))
        || isNear(use);
  }

  private boolean isNear(Use use) {
    Suspect suspect = suspects.get(use.item());
    if (suspect == null || always.contains(use.item())) {
      return false;
    }
    Duration slack = question.slack();
    if (isBefore(use, suspect)) {
      Duration early = Duration.between(use.time(), suspect.from().orElseThrow());
      return early.compareTo(slack) <= 0;
    }
    return isAfter(use, suspect)
        && !slack.isZero()
        && Duration.between(suspect.until().orElseThrow(), use.time()).compareTo(slack) <= 0;
  }

  private boolean isEarly(Use use) {
    Suspect suspect = suspects.get(use.item());
    return suspect != null && isBefore(use, suspect);
  }

  private static boolean isBefore(Use use, Suspect suspect) {
    return suspect.from().filter(use.time()::isBefore).isPresent();
  }

  private static boolean isAfter(Use use, Suspect suspect) {
    return suspect.until().filter(until -> !use.time().isBefore(until)).isPresent();
  }
}
