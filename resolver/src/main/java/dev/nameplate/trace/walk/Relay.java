package dev.nameplate.trace.walk;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Deed;
import dev.nameplate.trace.TraceStep.Hole;
import dev.nameplate.trace.TraceStep.Item;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Passes on the steps of other nodes: each event, item and hole once, and in a connected order.
 * This node's own events are left to its walk, and so is what hangs on them alone: the walk comes
 * to it, and asks again there. Used by one thread.
 */
final class Relay {
  /** Reasons of holes that name nothing, and are the same from every node. */
  private static final Set<Reason> LIMITS =
      EnumSet.of(Reason.LIMIT_DEPTH, Reason.LIMIT_COUNT, Reason.LIMIT_TIME);

  private final LineageReader index;
  private final Walk walk;
  private final Direction direction;
  private final Predicate<Prefix> own;
  private final Duration slack;
  private final Set<ItemId> items = new HashSet<>();
  private final Set<Shown> events = new HashSet<>();
  private final Set<List<Object>> holes = new HashSet<>();

  // The answer that is passed on.
  private ItemId asked;
  private boolean hasOrigin;
  private int depth;

  private @Nullable Halves halves;

  /** The previous step, which identifies a hole that names no item. */
  private Object before;

  /** True if the previous event was not passed on, and its items are not either. */
  private boolean dropping;

  /** The process of the last event that was passed on. */
  private String process = "";

  /** Identity of an event. */
  private record Shown(Role role, Prefix recorder, Bytes digest) {
    static Shown of(Role role, RecordedEvent event) {
      return new Shown(
          role == Role.PART ? role : Role.LINEAGE, // a part may have been history before
          event.recorder(),
          event.id().map(EventId::digest).orElse(event.restricted()));
    }
  }

  /**
   * Passes on steps beyond a walk.
   *
   * @param own true for a prefix of this node
   */
  Relay(LineageReader index, Walk walk, TraceQuestion question, Predicate<Prefix> own) {
    this.index = index;
    this.walk = walk;
    this.direction = question.direction();
    this.own = own;
    this.slack = question.slack();
    this.asked = question.item();
    this.before = asked;
  }

  /**
   * Begins the answer of another node.
   *
   * @param item the item asked about
   * @param at the depth of that item
   * @param originKnown true if this node knows the origin of that item
   */
  void begin(ItemId item, int at, boolean originKnown) {
    asked = item;
    depth = at;
    hasOrigin = originKnown;
    before = item;
    dropping = false;
    process = "";
  }

  /** The step with depths counted from the start of the question; empty if it is left out. */
  Optional<TraceStep> pass(TraceStep step) {
    if (step instanceof Deed deed) {
      return passes(deed)
          ? Optional.of(
              new Deed(
                  deed.depth() + depth, deed.role(), deed.event(), judged(deed), deed.withdrawal()))
          : Optional.empty();
    }
    if (step instanceof Item item) {
      before = item.id();
      return isNews(item)
          ? Optional.of(new Item(item.id(), item.depth() + depth, item.retired()))
          : Optional.empty();
    }
    return step instanceof Hole hole && isOpen(hole) && tells(hole, before)
        ? Optional.of(new Hole(hole.reason(), hole.depth() + depth, hole.at()))
        : Optional.empty();
  }

  private boolean passes(Deed deed) {
    Shown told = Shown.of(deed.role(), deed.event().value());
    before = told;
    boolean ours = own.test(told.recorder());
    if (deed.role() == Role.HISTORY) {
      return !ours && events.add(told);
    }
    dropping = ours || !joins(deed) || !events.add(told);
    return !dropping;
  }

  /** True if an event names an item that was shown. */
  private boolean joins(Deed deed) {
    Optional<Occurrence> what = deed.event().value().event().map(Event::occurrence);
    String of = what.map(Relay::processOf).orElse("");
    boolean joins =
        (!of.isEmpty() && of.equals(process))
            || what
                .map(occurrence -> Followed.near(occurrence, direction))
                .orElse(List.of())
                .stream()
                .anyMatch(item -> isShown(item.id()));
    if (joins) {
      process = of;
    }
    return joins;
  }

  private static String processOf(Occurrence what) {
    return what instanceof Processed process ? process.process() : "";
  }

  private boolean isShown(ItemId item) {
    if (item.equals(asked) || items.contains(item)) {
      return true;
    }
    OptionalLong number = index.number(item);
    return number.isPresent() && walk.hasShown(number.getAsLong());
  }

  private boolean isNews(Item item) {
    return !dropping
        && !item.id().equals(asked)
        && items.add(item.id())
        && walk.bring(index.number(item.id()), depth + item.depth());
  }

  /** True if the walk does not reach the place of a hole itself. */
  private boolean isOpen(Hole hole) {
    if (hole.at().isEmpty()) {
      return true;
    }
    ItemId at = hole.at().get();
    if (hole.reason() == Reason.UNKNOWN_ORIGIN) {
      return at.equals(asked) ? !hasOrigin : isShown(at) && index.number(at).isEmpty();
    }
    return isShown(at);
  }

  /** True if a hole of the walk was not shown before. */
  boolean tells(Hole hole) {
    return tells(hole, new Object());
  }

  private boolean tells(Hole hole, Object behind) {
    return holes.add(
        List.of(
            hole.reason(),
            LIMITS.contains(hole.reason())
                ? ""
                : hole.at().isPresent() ? hole.at().get() : behind));
  }

  /** The verdict, completed with this node's half of a transfer. */
  private Verdict judged(Deed deed) {
    Verdict verdict = deed.verdict();
    Optional<Event> event = deed.event().value().event();
    if (event.isEmpty()
        || !(event.get().occurrence() instanceof Transferred half)
        || (verdict.transfer() != Verdict.Transfer.ELSEWHERE
            && verdict.transfer() != Verdict.Transfer.ONE_SIDED)) {
      return verdict;
    }
    if (halves == null) {
      halves = new Halves(index, slack, own);
    }
    return halves.ofOther(half, event.get().time()).map(verdict::transfer).orElse(verdict);
  }
}
