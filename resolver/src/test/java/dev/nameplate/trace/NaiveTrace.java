package dev.nameplate.trace;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.gs1.Grain;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.lineage.Sides;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a trace must answer, worked out from nothing but the list of events by searching all of it
 * again and again.
 */
final class NaiveTrace {
  private static final Comparator<Recorded> BY_TIME =
      Comparator.comparing((Recorded recorded) -> recorded.event().time())
          .thenComparing(Recorded::position);

  private final List<Recorded> events;

  /** What is not for the reader: it decides about nothing, and shows in holes alone. */
  private final List<Recorded> hidden;

  private final TraceQuestion question;
  private final List<String> steps = new ArrayList<>();
  private final Map<ItemId, Integer> numbers = new HashMap<>();
  private final Set<Recorded> shown = new HashSet<>();
  private final Map<ItemId, Long> bounds = new HashMap<>();
  private final Set<ItemId> reached = new HashSet<>();
  private final Set<ItemId> expanded = new HashSet<>();
  private final Set<Recorded> shownParts = new HashSet<>();
  private final Set<ItemId> wholes = new HashSet<>();
  private Set<ItemId> next;
  private boolean ended;

  /** An event and where it stands in the log. */
  record Recorded(long position, Event event, boolean restricted) {
    boolean isProcess() {
      return event.kind() == EventKind.PROCESS;
    }

    List<ItemId> inputs() {
      return Sides.inputs(event.occurrence()).stream().map(EventItem::id).toList();
    }

    List<ItemId> outputs() {
      return Sides.outputs(event.occurrence()).stream().map(EventItem::id).toList();
    }

    String process() {
      return event.occurrence() instanceof Processed what ? what.process() : "";
    }
  }

  private NaiveTrace(List<Recorded> all, long asOf, TraceQuestion question, Caller caller) {
    Predicate<Recorded> isShown = recorded -> caller.seesAll() || !recorded.restricted();
    List<Recorded> known = all.stream().filter(recorded -> recorded.position() < asOf).toList();
    this.events = known.stream().filter(isShown).toList();
    this.hidden = all.stream().filter(isShown.negate()).toList(); // whenever it was recorded
    this.question = question;
    // numbers do not depend on what is known
    for (Recorded recorded : all.stream().filter(isShown).toList()) {
      Stream.concat(recorded.inputs().stream(), recorded.outputs().stream())
          .forEach(item -> numbers.putIfAbsent(item, numbers.size()));
    }
    this.next = level();
  }

  private Set<ItemId> level() {
    return new TreeSet<>(Comparator.comparing(numbers::get));
  }

  /** The steps between the summaries, one line each. */
  static List<String> of(List<Recorded> all, long asOf, TraceQuestion question, Caller caller) {
    return new NaiveTrace(all, asOf, question, caller).run();
  }

  /** What somebody may see of the events before a position, and was not withdrawn. */
  static List<Event> standing(List<Recorded> all, long asOf, Caller caller) {
    TraceQuestion any = TraceQuestion.downstream(EventLog.item("ANY"));
    NaiveTrace known = new NaiveTrace(all, asOf, any, caller);
    return known.events.stream().filter(known::stands).map(Recorded::event).toList();
  }

  private boolean down() {
    return question.direction() == Direction.DOWNSTREAM;
  }

  private List<String> run() {
    show(question.item(), 0);
    reached.add(question.item());
    next.add(question.item());
    for (int depth = 0; !ended && !next.isEmpty(); depth++) {
      Set<ItemId> level = next;
      next = level();
      boolean cutOff = false;
      for (ItemId item : level) {
        boolean again = !expanded.add(item);
        if (!ended && question.history()) {
          history(item, depth, again);
        }
        if (question.maxDepth() > 0 && depth >= question.maxDepth()) {
          cutOff |=
              lineage(events, item).anyMatch(other -> !shown.contains(other) && stands(other));
          cutOff |=
              parts(events, item).anyMatch(part -> !shownParts.contains(part) && stands(part));
          boolean made =
              bounds.containsKey(item)
                  && !wholes.contains(item)
                  && lineage(events, item).noneMatch(shown::contains);
          boolean beyond = !beyond(item, made).isEmpty();
          cutOff |= beyond;
          if (cutOff && down() && !question.history()) {
            break;
          }
          if (!down()
              && !beyond
              && !again
              && lineage(events, item).noneMatch(this::stands)
              && !isBorn(item)) {
            steps.add("hole UNKNOWN_ORIGIN " + depth + " " + item);
          }
        } else if (!ended) {
          expand(item, depth, again);
        }
      }
      if (cutOff) {
        steps.add("hole LIMIT_DEPTH " + (depth + 1));
        ended = true;
      }
    }
    return steps;
  }

  private Stream<Recorded> lineage(List<Recorded> among, ItemId item) {
    return among.stream()
        .filter(Recorded::isProcess)
        .filter(other -> (down() ? other.inputs() : other.outputs()).contains(item))
        .sorted(BY_TIME);
  }

  private void expand(ItemId item, int depth, boolean again) {
    boolean hasOrigin = false;
    Long bound = bounds.get(item);
    boolean made = bound != null && !wholes.contains(item);
    for (Recorded recorded : lineage(events, item).toList()) {
      if (ended) {
        return;
      }
      long time = recorded.event().time().toEpochMilli();
      boolean outOfOrder =
          bound != null && (down() ? bound - time : time - bound) > question.slack().toMillis();
      if (shown.contains(recorded) || (outOfOrder && question.strict())) {
        hasOrigin |= stands(recorded);
        made &= !shown.contains(recorded); // what brought it used it, too
        continue;
      }
      hasOrigin |= stands(recorded);
      follow(recorded, depth, outOfOrder);
      if (!ended && stands(recorded) && !recorded.process().isEmpty()) {
        for (Recorded sibling :
            events.stream()
                .filter(other -> other.process().equals(recorded.process()))
                .sorted(BY_TIME)
                .toList()) {
          if (!ended && !shown.contains(sibling)) {
            follow(sibling, depth, false);
          }
        }
        if (!ended
            && hidden.stream().anyMatch(other -> other.process().equals(recorded.process()))) {
          steps.add("hole NO_ACCESS " + (depth + 1));
        }
      }
    }
    for (Recorded part : parts(events, item).toList()) {
      if (!ended && shownParts.add(part)) {
        show(part, depth + 1, "PART", false);
        if (stands(part)) {
          bring(part, down() ? part.inputs() : part.outputs(), depth);
        }
      }
    }
    hasOrigin |= lineage(hidden, item).findAny().isPresent();
    if (ended || again) {
      return;
    }
    boolean hidesParts =
        question.parts()
            && hidden.stream()
                .filter(other -> other.event().kind() == EventKind.CONTAIN)
                .anyMatch(other -> (down() ? other.outputs() : other.inputs()).contains(item));
    if (hidesParts || lineage(hidden, item).findAny().isPresent()) {
      steps.add("hole NO_ACCESS " + (depth + 1));
    }
    Set<Prefix> beyond = beyond(item, made);
    if (!beyond.isEmpty()) {
      steps.add("hole FOREIGN " + depth + " " + item);
    }
    if (!down() && beyond.isEmpty() && !hasOrigin && !isBorn(item)) {
      steps.add("hole UNKNOWN_ORIGIN " + depth + " " + item);
    }
  }

  private void follow(Recorded recorded, int depth, boolean outOfOrder) {
    show(recorded, depth + 1, "LINEAGE", outOfOrder);
    if (stands(recorded)) {
      bring(recorded, down() ? recorded.outputs() : recorded.inputs(), depth);
    }
  }

  /** The installations that an item has a part in, or parts by. */
  private Stream<Recorded> parts(List<Recorded> among, ItemId item) {
    return among.stream()
        .filter(
            other ->
                question.parts()
                    && other.event().occurrence() instanceof Contained what
                    && what.bond() == Bond.INSTALLED
                    && (down() ? other.outputs() : other.inputs()).contains(item))
        .sorted(BY_TIME);
  }

  private void bring(Recorded recorded, List<ItemId> items, int depth) {
    long time = recorded.event().time().toEpochMilli();
    for (ItemId item : items) {
      if (reached.contains(item)) {
        if (bounds.containsKey(item)
            && (question.strict() || next.contains(item))
            && (down() ? time < bounds.get(item) : time > bounds.get(item))) {
          bounds.put(item, time);
          next.add(item);
        }
        continue;
      }
      if (question.maxItems() > 0 && reached.size() >= question.maxItems()) {
        steps.add("hole LIMIT_COUNT " + (depth + 1));
        ended = true;
        return;
      }
      reached.add(item);
      show(item, depth + 1);
      if (item.grain() == Grain.CLASS) {
        steps.add("hole CLASS_ONLY " + (depth + 1) + " " + item);
      } else {
        bounds.put(item, time);
        next.add(item);
        if (!recorded.isProcess()) {
          wholes.add(item);
        }
      }
    }
  }

  /** Who may know more of an item; nobody processes what he did not make without getting it. */
  private Set<Prefix> beyond(ItemId item, boolean made) {
    Set<Prefix> beyond = new LinkedHashSet<>();
    Optional<Prefix> authority =
        item.identifier().map(Identifier::prefix).filter(NaiveTrace::isForeign);
    if (!down() || !made) {
      authority.ifPresent(beyond::add);
    }
    if (down() ? !made && item.identifier().isEmpty() : authority.isEmpty()) {
      parties(item, Transferred::from).forEach(beyond::add);
    }
    if (down()) {
      parties(item, Transferred::to).forEach(beyond::add);
    }
    return beyond;
  }

  private Stream<Prefix> parties(ItemId item, Function<Transferred, String> party) {
    return of(item, EventKind.TRANSFER)
        .filter(this::stands)
        .map(other -> (Transferred) other.event().occurrence())
        .map(party)
        .filter(name -> name.matches("[0-9.]+"))
        .map(Prefix::parse)
        .filter(NaiveTrace::isForeign);
  }

  private static boolean isForeign(Prefix prefix) {
    return !prefix.equals(EventLog.MILL);
  }

  private boolean isBorn(ItemId item) {
    return of(item, EventKind.CREATE).anyMatch(this::stands);
  }

  private Stream<Recorded> of(ItemId item, EventKind kind) {
    return events.stream()
        .filter(other -> other.event().kind() == kind)
        .filter(other -> other.inputs().contains(item) || other.outputs().contains(item))
        .sorted(BY_TIME);
  }

  private static Stream<Recorded> ofHistory(List<Recorded> among, ItemId item) {
    return among.stream()
        .filter(other -> !other.isProcess() && other.event().kind() != EventKind.WITHDRAW)
        .filter(other -> other.inputs().contains(item) || other.outputs().contains(item))
        .sorted(BY_TIME);
  }

  private void history(ItemId item, int depth, boolean again) {
    Set<Recorded> parts =
        question.maxDepth() > 0 && depth >= question.maxDepth()
            ? Set.of()
            : parts(events, item).collect(Collectors.toSet());
    Stay always = new Stay(item, Long.MIN_VALUE, Long.MAX_VALUE);
    Stream.concat(ofHistory(events, item), endings(always))
        .sorted(BY_TIME)
        .filter(other -> !parts.contains(other))
        .forEach(other -> showHistory(other, depth));
    Deque<Stay> open = new ArrayDeque<>(stays(always));
    Set<Stay> visited = new HashSet<>();
    while (!open.isEmpty()) {
      Stay stay = open.remove();
      if (!visited.add(stay)) {
        continue;
      }
      Stream.concat(events.stream().filter(other -> concerns(other, stay.item())), endings(stay))
          .filter(other -> other.event().time().toEpochMilli() >= stay.from())
          .filter(other -> other.event().time().toEpochMilli() <= stay.until())
          .sorted(BY_TIME)
          .forEach(other -> showHistory(other, depth));
      open.addAll(stays(stay));
    }
    if (!again && ofHistory(hidden, item).findAny().isPresent()) {
      steps.add("hole NO_ACCESS " + depth);
    }
  }

  /** Whether an event tells where something was that contained others. */
  private static boolean concerns(Recorded recorded, ItemId container) {
    return switch (recorded.event().kind()) {
      case OBSERVE, TRANSFER -> recorded.inputs().contains(container);
      case CONTAIN -> recorded.outputs().contains(container);
      default -> false;
    };
  }

  private void showHistory(Recorded recorded, int depth) {
    if (!shown.contains(recorded)) {
      show(recorded, depth, "HISTORY", false);
    }
  }

  private record Stay(ItemId item, long from, long until) {}

  /** With what an item left, while it mattered, what it was in. */
  private Stream<Recorded> endings(Stay of) {
    List<Recorded> endings = new ArrayList<>();
    changes(of)
        .forEach(
            (place, course) -> {
              boolean inside = false;
              for (Map.Entry<Recorded, Boolean> change : course.entrySet()) {
                if (inside && !change.getValue()) {
                  endings.add(change.getKey());
                }
                inside = change.getValue();
              }
            });
    return endings.stream().filter(end -> of.from() <= millis(end) && millis(end) <= of.until());
  }

  /** When an item entered and left each place. */
  private Map<List<Object>, Map<Recorded, Boolean>> changes(Stay of) {
    Map<List<Object>, Map<Recorded, Boolean>> changes = new HashMap<>();
    for (Recorded recorded : events) {
      if (!(recorded.event().occurrence() instanceof Contained contained)
          || contained.change() == Change.SEEN
          || !stands(recorded)
          || contained.parent().isEmpty()) {
        continue;
      }
      boolean named = recorded.outputs().contains(of.item());
      boolean all = contained.change() == Change.LEAVE && contained.children().isEmpty();
      if (named || all) {
        changes
            .computeIfAbsent(
                List.of(contained.parent().get(), contained.bond()), key -> new TreeMap<>(BY_TIME))
            .put(recorded, contained.change() == Change.ENTER);
      }
    }
    return changes;
  }

  /** In what an item was while it mattered. */
  private List<Stay> stays(Stay of) {
    record Found(long from, long entered, Stay stay) {}
    List<Found> found = new ArrayList<>();
    changes(of)
        .forEach(
            (place, course) -> {
              Recorded entered = null;
              for (Map.Entry<Recorded, Boolean> change : course.entrySet()) {
                if (change.getValue() && entered == null) {
                  entered = change.getKey();
                } else if (!change.getValue() && entered != null) {
                  found.add(
                      new Found(
                          millis(entered),
                          entered.position(),
                          new Stay(
                              (ItemId) place.get(0), millis(entered), millis(change.getKey()))));
                  entered = null;
                }
              }
              if (entered != null) {
                found.add(
                    new Found(
                        millis(entered),
                        entered.position(),
                        new Stay((ItemId) place.get(0), millis(entered), Long.MAX_VALUE)));
              }
            });
    return found.stream()
        .sorted(Comparator.comparingLong(Found::from).thenComparingLong(Found::entered))
        .map(Found::stay)
        .map(
            stay ->
                new Stay(
                    stay.item(),
                    Math.max(of.from(), stay.from()),
                    Math.min(of.until(), stay.until())))
        .filter(stay -> stay.from() <= stay.until())
        .toList();
  }

  private static long millis(Recorded recorded) {
    return recorded.event().time().toEpochMilli();
  }

  private void show(ItemId item, int depth) {
    boolean retired = of(item, EventKind.RETIRE).anyMatch(this::stands);
    steps.add("item " + item.canonical() + " " + depth + (retired ? " retired" : ""));
  }

  private void show(Recorded recorded, int depth, String role, boolean outOfOrder) {
    shown.add(recorded);
    Optional<Recorded> withdrawal = withdrawal(recorded);
    steps.add(
        "event "
            + recorded.position()
            + " "
            + depth
            + " "
            + role
            + withdrawal.map(other -> " withdrawn").orElse("")
            + (outOfOrder ? " out of order" : "")
            + (withdrawal.isEmpty() && closesCycle(recorded) ? " cycle" : ""));
  }

  private boolean stands(Recorded recorded) {
    return withdrawal(recorded).isEmpty();
  }

  private Optional<Recorded> withdrawal(Recorded recorded) {
    EventId id = RecordedEvent.Content.of(recorded.event()).id();
    String name = recorded.event().name();
    long after = recorded.event().kind() == EventKind.WITHDRAW ? recorded.position() : -1;
    Optional<Recorded> first =
        withdrawal(-1, what -> what.target() instanceof Target.ById by && by.id().equals(id));
    return first.isPresent()
        ? first
        : withdrawal( // a name of a withdrawal is known to later ones only
            after, what -> what.target() instanceof Target.ByName by && by.name().equals(name));
  }

  private Optional<Recorded> withdrawal(long after, Predicate<Withdrawn> of) {
    return events.stream()
        .filter(other -> other.position() > after)
        .filter(other -> other.event().occurrence() instanceof Withdrawn what && of.test(what))
        .filter(this::stands)
        .findFirst();
  }

  private boolean closesCycle(Recorded event) {
    if (!event.isProcess()) {
      return false;
    }
    Set<ItemId> ancestors = new HashSet<>();
    Deque<Recorded> open = new ArrayDeque<>(List.of(event));
    Set<Recorded> visited = new HashSet<>();
    while (!open.isEmpty()) {
      Recorded at = open.remove();
      if (visited.add(at)) {
        ancestors.addAll(at.inputs());
        events.stream()
            .filter(Recorded::isProcess)
            .filter(this::stands)
            .filter(
                other ->
                    other.outputs().stream().anyMatch(at.inputs()::contains)
                        || (!at.process().isEmpty() && other.process().equals(at.process())))
            .forEach(open::add);
      }
    }
    Set<ItemId> usedBefore =
        events.stream()
            .filter(Recorded::isProcess)
            .filter(this::stands)
            .filter(other -> BY_TIME.compare(other, event) <= 0)
            .flatMap(other -> other.inputs().stream())
            .collect(Collectors.toSet());
    return event.outputs().stream()
        .anyMatch(made -> ancestors.contains(made) && usedBefore.contains(made));
  }
}
