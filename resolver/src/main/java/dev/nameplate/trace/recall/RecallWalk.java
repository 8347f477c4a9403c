package dev.nameplate.trace.recall;

import dev.nameplate.event.EventKind;
import dev.nameplate.lineage.Members;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.read.Lineage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Finds the descendants of suspects, and classifies them as certainly, possibly, or not affected.
 * Holds sets of numbers only. Used by one thread.
 *
 * <ol>
 *   <li>What is reached from the suspects, by uses in the times in which they were bad, is
 *       affected.
 *   <li>What is reached by their other uses only is excluded.
 *   <li>Of what is affected, that is only possibly so which was made with something unaffected, or
 *       of what is only possibly so. All else was made of suspects alone. So things that were made
 *       of one another (rework) are certain unless something else came in.
 * </ol>
 */
final class RecallWalk {
  private static final long LOOKS_PER_PROGRESS = 64;

  private final Lineage lineage;
  private final RecallQuestion question;
  private final Accounts accounts;
  private final LongConsumer progress;
  private final Budget budget;
  private final Map<Long, Suspect> bounded = new HashMap<>();
  private final Roaring64Bitmap suspects = new Roaring64Bitmap();
  private final Roaring64Bitmap usedUpBefore = new Roaring64Bitmap();

  /** Reached items that are classes of things. */
  private final Roaring64Bitmap classes = new Roaring64Bitmap();

  private final Reach affected = new Reach();
  private final Reach before = new Reach();
  private final Reach after = new Reach();

  private final Roaring64Bitmap mixed = new Roaring64Bitmap();
  private final Roaring64Bitmap nearTheTime = new Roaring64Bitmap();
  private final Roaring64Bitmap possible = new Roaring64Bitmap();
  private final List<RecallStep.Hole> holes = new ArrayList<>();

  /** Number of items and processes with hidden events, by the depth of the events' outputs. */
  private final Map<Integer, Long> hidden = new TreeMap<>();

  private boolean complete = true;
  private long looks;

  /** Items and events that were reached. */
  private static final class Reach {
    /** The items in whose depth a bit is set, bit by bit. */
    private final List<Roaring64Bitmap> depthBits = new ArrayList<>();

    private final Roaring64Bitmap items = new Roaring64Bitmap();
    private final Roaring64Bitmap events = new Roaring64Bitmap();

    private long count;

    void add(Roaring64Bitmap brought, int depth) {
      items.or(brought);
      count = items.getLongCardinality();
      for (int bit = 0; depth >> bit > 0; bit++) {
        if (bit == depthBits.size()) {
          depthBits.add(new Roaring64Bitmap());
        }
        if (((depth >> bit) & 1) == 1) {
          depthBits.get(bit).or(brought);
        }
      }
    }

    int depth(long item) {
      int depth = 0;
      for (int bit = 0; bit < depthBits.size(); bit++) {
        depth |= depthBits.get(bit).contains(item) ? 1 << bit : 0;
      }
      return depth;
    }
  }

  RecallWalk(
      Lineage lineage,
      RecallQuestion question,
      Accounts accounts,
      Budget budget,
      LongConsumer progress) {
    this.lineage = lineage;
    this.progress = progress;
    this.accounts = accounts;
    this.question = question;
    this.budget = budget;
    for (Suspect suspect : question.suspects()) {
      long number = lineage.number(suspect.item()).orElseThrow();
      suspects.addLong(number);
      if (suspect.isBounded()) {
        bounded.put(number, suspect);
      }
    }
  }

  /** Does it. */
  void run() {
    Roaring64Bitmap usedBefore = new Roaring64Bitmap();
    Roaring64Bitmap usedAfter = new Roaring64Bitmap();
    reach(affected, usesOfSuspects(usedBefore, usedAfter));
    usedBefore.andNot(affected.events);
    usedAfter.andNot(affected.events);
    reach(before, usedBefore);
    reach(after, usedAfter);
    findNear();
    findMixed();
    possible.or(mixed);
    possible.or(nearTheTime);
    spread();
    bounded.forEach(this::lookWhetherUsedUp);
    findHidden();
  }

  /** The uses of suspects while defective; also collects the uses before and after. */
  private Roaring64Bitmap usesOfSuspects(Roaring64Bitmap usedBefore, Roaring64Bitmap usedAfter) {
    Roaring64Bitmap bad = new Roaring64Bitmap();
    eachOf(
        suspects,
        item -> {
          BadTimes bounds = badTimes(item);
          lineage.eachUse(
              item,
              (event, time) -> {
                if (bounds.isBad(time) || bounds.isNear(time)) {
                  bad.add(event);
                } else {
                  (time < bounds.from ? usedBefore : usedAfter).add(event);
                }
              });
        });
    affected.add(suspects, 0);
    return bad;
  }

  private BadTimes badTimes(long item) {
    Optional<Suspect> suspect = Optional.ofNullable(bounded.get(item));
    return new BadTimes(
        suspect.flatMap(Suspect::from).map(Instant::toEpochMilli).orElse(Long.MIN_VALUE),
        suspect.flatMap(Suspect::until).map(Instant::toEpochMilli).orElse(Long.MAX_VALUE),
        question.slack().toMillis());
  }

  /** The defective period of a suspect: the end is exclusive. Clocks may differ by the slack. */
  private record BadTimes(long from, long until, long slack) {
    boolean isBad(long time) {
      return from <= time && time < until;
    }

    boolean isNear(long time) {
      return time < from
          ? from - time <= slack
          : slack > 0 && time >= until && time - until <= slack;
    }
  }

  /** Follows events to their outputs, to the events that used these, and so on. */
  private void reach(Reach reach, Roaring64Bitmap first) {
    Roaring64Bitmap events = first;
    for (int depth = 1; !events.isEmpty(); depth++) {
      if (question.maxDepth() > 0 && depth > question.maxDepth()) {
        leaveOut(new RecallStep.Hole(TraceStep.Reason.LIMIT_DEPTH, depth, Optional.empty()));
        return;
      }
      Roaring64Bitmap made = made(reach, events, depth);
      if (reach == affected) {
        made.andNot(affected.items);
        made.or(suspectsMadeAnew(events));
      } else {
        made.andNot(affected.items);
        made.andNot(before.items);
        made.andNot(after.items);
      }
      if (!withinCount(made, depth)) {
        return;
      }
      Roaring64Bitmap brought = made.clone();
      brought.andNot(reach.items);
      reach.add(brought, depth);
      events = used(reach, made, depth);
    }
  }

  /** The outputs of the processes of some events, in all their events, which are then reached. */
  private Roaring64Bitmap made(Reach reach, Roaring64Bitmap events, int depth) {
    Roaring64Bitmap made = new Roaring64Bitmap();
    eachOf(
        events,
        event -> {
          if (!reach.events.contains(event)) { // else its process was done already
            lineage.eachOfProcess(
                event,
                (sibling, time) -> {
                  reach.events.add(sibling);
                  Members outputs = lineage.row(sibling).outputs();
                  for (int i = 0; i < outputs.size(); i++) {
                    made.addLong(outputs.number(i));
                    if (outputs.isClass(i)) {
                      classes.addLong(outputs.number(i));
                    }
                  }
                });
            if (lineage.hidesOfProcess(event)) {
              hidden.merge(depth, 1L, Long::sum);
            }
          }
        });
    return made;
  }

  /**
   * Suspects that are bad at some times only, and are themselves made of others: bad throughout.
   */
  private Roaring64Bitmap suspectsMadeAnew(Roaring64Bitmap events) {
    Roaring64Bitmap anew = new Roaring64Bitmap();
    if (!bounded.isEmpty()) {
      eachProcess(
          events,
          event ->
              eachMade(
                  event,
                  item -> {
                    if (bounded.remove(item) != null) {
                      anew.add(item);
                    }
                  }));
    }
    return anew;
  }

  /** Visits some events, one of each process. */
  private void eachProcess(Roaring64Bitmap events, ItemVisitor visitor) {
    Roaring64Bitmap done = new Roaring64Bitmap();
    eachOf(
        events,
        event -> {
          if (!done.contains(event)) {
            lineage.eachOfProcess(event, (sibling, time) -> done.add(sibling));
            visitor.item(event);
          }
        });
  }

  private void eachMade(long event, ItemVisitor visitor) {
    lineage.eachOfProcess(
        event,
        (sibling, time) -> {
          Members outputs = lineage.row(sibling).outputs();
          for (int i = 0; i < outputs.size(); i++) {
            visitor.item(outputs.number(i));
          }
        });
  }

  /** The events in which some items were used, as far as they were not reached yet. */
  private Roaring64Bitmap used(Reach reach, Roaring64Bitmap items, int depth) {
    Roaring64Bitmap events = new Roaring64Bitmap();
    eachOf(
        lineage.inOrder(items),
        item -> {
          if (isClass(item)) {
            holes.add(
                new RecallStep.Hole(
                    TraceStep.Reason.CLASS_ONLY, depth, Optional.of(lineage.item(item))));
          } else {
            lineage.eachUse(
                item,
                (event, time) -> {
                  if (!reach.events.contains(event)) {
                    events.add(event);
                  }
                });
          }
        });
    return events;
  }

  /** True for a class of things, which is not followed unless it is a suspect. */
  private boolean isClass(long item) {
    return classes.contains(item) && !suspects.contains(item);
  }

  /** Finds items made of a suspect shortly before or after its defective period. */
  private void findNear() {
    Roaring64Bitmap events = new Roaring64Bitmap();
    bounded.forEach(
        (item, suspect) -> {
          BadTimes bounds = badTimes(item);
          lineage.eachUse(
              item,
              (event, time) -> {
                if (bounds.isNear(time)) {
                  events.add(event);
                }
              });
        });
    eachProcess(events, event -> eachMade(event, nearTheTime::add));
    nearTheTime.and(affected.items);
    nearTheTime.andNot(suspects);
  }

  /** Finds items made in a process that used unaffected items, or also in unaffected processes. */
  private void findMixed() {
    eachProcess(
        affected.events,
        event -> {
          boolean[] others = {false};
          lineage.eachOfProcess(
              event, (sibling, time) -> others[0] = others[0] || usesOthers(sibling));
          if (others[0]) {
            eachMade(event, mixed::add);
          }
        });
    eachOf(
        affected.items,
        item ->
            lineage.eachMaking(
                item,
                (event, time) -> {
                  if (!affected.events.contains(event)
                      && lineage.row(event).kind() == EventKind.PROCESS) {
                    mixed.add(item);
                  }
                }));
    mixed.and(affected.items);
    mixed.andNot(suspects);
  }

  private boolean usesOthers(long event) {
    Members inputs = lineage.row(event).inputs();
    for (int i = 0; i < inputs.size(); i++) {
      if (!affected.items.contains(inputs.number(i))) {
        return true;
      }
    }
    return false;
  }

  /** Marks everything made of possibly affected items as possibly affected. */
  private void spread() {
    Roaring64Bitmap front = possible.clone();
    Roaring64Bitmap passed = new Roaring64Bitmap();
    while (!front.isEmpty()) {
      Roaring64Bitmap next = new Roaring64Bitmap();
      eachOf(
          front,
          item ->
              lineage.eachUse(
                  item,
                  (event, time) -> {
                    if (affected.events.contains(event) && !passed.contains(event)) {
                      lineage.eachOfProcess(event, (sibling, then) -> passed.add(sibling));
                      eachMade(event, next::add);
                    }
                  }));
      next.and(affected.items);
      next.andNot(suspects);
      next.andNot(possible);
      possible.or(next);
      front = next;
    }
  }

  /** Checks if nothing was left of a lot at the time of its defect, and it was not used later. */
  private void lookWhetherUsedUp(long item, Suspect suspect) {
    if (suspect.from().isEmpty()) {
      return;
    }
    long from = suspect.from().get().toEpochMilli();
    boolean[] usedLater = {false};
    lineage.eachUse(item, (event, time) -> usedLater[0] |= time >= from);
    if (!usedLater[0]
        && accounts.isGoneBefore(item, from)
        && accounts.of(item).presence() != RecallStep.Presence.THERE) {
      usedUpBefore.add(item);
    }
  }

  /**
   * Counts the items that hidden processes used, at any time and whatever times were asked for,
   * since their time must not be revealed.
   */
  private void findHidden() {
    eachOf(
        items(),
        item -> {
          int behind = depth(item) + 1;
          boolean followed = question.maxDepth() == 0 || behind <= question.maxDepth();
          if (followed && !isClass(item) && lineage.hidesUses(item)) {
            hidden.merge(behind, 1L, Long::sum);
          }
        });
  }

  private boolean withinCount(Roaring64Bitmap made, int depth) {
    if (question.maxItems() == 0
        || items().getLongCardinality() + made.getLongCardinality() <= question.maxItems()) {
      return true;
    }
    leaveOut(new RecallStep.Hole(TraceStep.Reason.LIMIT_COUNT, depth, Optional.empty()));
    return false;
  }

  private void leaveOut(RecallStep.Hole hole) {
    holes.add(hole);
    complete = false;
  }

  private void eachOf(Roaring64Bitmap numbers, ItemVisitor visitor) {
    eachOf(numbers.getLongIterator(), visitor);
  }

  private void eachOf(LongIterator numbers, ItemVisitor visitor) {
    while (numbers.hasNext()) {
      budget.requireTime();
      if (looks++ % LOOKS_PER_PROGRESS == 0) {
        progress.accept(reached());
      }
      visitor.item(numbers.next());
    }
  }

  @FunctionalInterface
  private interface ItemVisitor {
    void item(long number);
  }

  /** All reached items, including unaffected items. */
  Roaring64Bitmap items() {
    Roaring64Bitmap items = affected.items.clone();
    items.or(before.items);
    items.or(after.items);
    return items;
  }

  /** Number of items reached so far. */
  long reached() {
    return affected.count + before.count + after.count;
  }

  /** Numbers of affected items. */
  RecallStep.Found found() {
    long few = possible.getLongCardinality();
    long gone = usedUpBefore.getLongCardinality();
    return new RecallStep.Found(
        affected.count - few - gone, few, before.count + after.count + gone, holeCount());
  }

  /** Number of processes between a suspect and an item. */
  int depth(long item) {
    return reachOf(item).depth(item);
  }

  private Reach reachOf(long item) {
    if (affected.items.contains(item)) {
      return affected;
    }
    return before.items.contains(item) ? before : after;
  }

  RecallStep.Reason reason(long item) {
    if (usedUpBefore.contains(item)) {
      return RecallStep.Reason.USED_UP_BEFORE;
    }
    if (suspects.contains(item)) {
      return RecallStep.Reason.SUSPECT;
    }
    if (!affected.items.contains(item)) {
      return before.items.contains(item)
          ? RecallStep.Reason.TAKEN_BEFORE
          : RecallStep.Reason.TAKEN_AFTER;
    }
    if (!possible.contains(item)) {
      return RecallStep.Reason.MADE_OF_SUSPECT;
    }
    if (mixed.contains(item)) {
      return RecallStep.Reason.MIXED;
    }
    return nearTheTime.contains(item)
        ? RecallStep.Reason.NEAR_THE_TIME
        : RecallStep.Reason.MADE_OF_POSSIBLE;
  }

  /** The gaps; all hidden data of a depth is a single gap. */
  List<RecallStep.Hole> holes() {
    List<RecallStep.Hole> all = new ArrayList<>(holes);
    hidden
        .keySet()
        .forEach(
            depth ->
                all.add(new RecallStep.Hole(TraceStep.Reason.NO_ACCESS, depth, Optional.empty())));
    return all;
  }

  /** Number of gaps. */
  long holeCount() {
    return holes.size() + hidden.values().stream().mapToLong(Long::longValue).sum();
  }

  boolean isComplete() {
    return complete;
  }
}
