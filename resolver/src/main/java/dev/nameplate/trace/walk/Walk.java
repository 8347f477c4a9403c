package dev.nameplate.trace.walk;

import dev.nameplate.event.EventKind;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.Members;
import dev.nameplate.lineage.TimedRows;
import dev.nameplate.lineage.Trail;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceStep.Role;
import dev.nameplate.trace.read.History;
import dev.nameplate.trace.read.TimeUpException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Breadth-first walk from an item through the index alone, move by move: level by level the items
 * in the order of their numbers, of each its events in the order of time, the other events of a
 * process right behind the reached event. The same question as of the same position makes the same
 * moves. Used by one thread.
 *
 * <p>Keeps bits for shown items and events, and cursors for long lists.
 */
final class Walk implements AutoCloseable {
  /** Number of rows between checks of the time. */
  private static final int ROWS_BETWEEN_LOOKS = 128;

  private final LineageReader index;
  private final TraceQuestion question;
  private final Foreign foreign;
  private final Budget budget;
  private final Reached reached;
  private final Roaring64Bitmap shown = new Roaring64Bitmap();

  /** In a strict question, items whose holes were shown, since they may be expanded again. */
  private final Roaring64Bitmap expanded = new Roaring64Bitmap();

  private final ItemRows rows;
  private final ItemRows births;

  /** The containments of items; not read unless the question asks for parts. */
  private final @Nullable ItemRows parts;

  private final History history;
  private final Queue<Move> moves = new ArrayDeque<>();
  private final long slackMillis;

  /** The containments shown as installations; they may also be shown as history. */
  private final Roaring64Bitmap shownParts = new Roaring64Bitmap();

  /** Wholes with installed parts, which may be of another authority. */
  private final Roaring64Bitmap wholes = new Roaring64Bitmap();

  /** Items shown by others at greater depths. */
  private final Map<Integer, Set<Long>> later = new HashMap<>();

  private LongIterator level;
  private int depth;
  private long items;
  private int looks;
  private boolean ended;

  /** True if items of this level have successors beyond the question's depth. */
  private boolean cutOff;

  // The item that is being expanded.
  private Stage stage = Stage.NEXT_ITEM;
  private long item;
  private OptionalLong bound = OptionalLong.empty();
  private boolean hasOrigin;

  /** True if the item is expanded again, and its holes were shown. */
  private boolean again;

  /** True if this node made the item, in a process that did not also use it. */
  private boolean made;

  private boolean onRow;
  private @Nullable TimedRows siblings;

  private enum Stage {
    NEXT_ITEM,
    HISTORY,
    EVENTS,
    SIBLINGS,
    PARTS,
    END_OF_ITEM
  }

  /**
   * Begins a walk.
   *
   * @param root the number of the item; empty if no event named it
   * @param own whether the node answers for a prefix
   * @param budget its time
   */
  Walk(
      LineageReader index,
      TraceQuestion question,
      OptionalLong root,
      Predicate<Prefix> own,
      Budget budget) {
    this.index = index;
    this.question = question;
    this.foreign = new Foreign(index, question.direction(), own);
    this.budget = budget;
    this.reached = new Reached(question.direction(), question.strict());
    this.rows = index.rows(isDownstream() ? Trail.USED : Trail.MADE);
    this.births = index.rows(Trail.BORN);
    this.parts =
        question.parts() ? index.rows(isDownstream() ? Trail.INSIDE : Trail.HOLDING) : null;
    this.history = new History(index);
    this.slackMillis = question.slack().toMillis();
    moves.add(new Move.Root(0));
    items = 1;
    if (root.isPresent()) {
      reached.root(root.getAsLong());
    } else {
      foreign
          .authority(question.item())
          .ifPresent(
              prefix ->
                  moves.add(new Move.Beyond(OptionalLong.empty(), List.of(prefix), 0, false)));
    }
    this.level = index.inOrder(reached.nextLevel());
  }

  private boolean isDownstream() {
    return question.direction() == Direction.DOWNSTREAM;
  }

  /**
   * The next move; empty behind the last.
   *
   * @throws TimeUpException if the time is up
   */
  Optional<Move> next() {
    while (moves.isEmpty() && !ended) {
      look();
      advance();
    }
    return Optional.ofNullable(moves.poll());
  }

  /** True if an item was shown, by this walk or by another node. */
  boolean hasShown(long number) {
    return reached.has(number);
  }

  /**
   * Adds an item that another node shows at a depth, where it is expanded if it has a number.
   *
   * @return false if it was shown already
   */
  boolean bring(OptionalLong number, int at) {
    if (number.isPresent()) {
      if (reached.has(number.getAsLong())) {
        return false;
      }
      reached.show(number.getAsLong());
      later
          .computeIfAbsent(Math.max(at, depth + 1), key -> new TreeSet<>())
          .add(number.getAsLong());
    }
    items++;
    return true;
  }

  /** Number of items that may still be shown; empty for no limit. */
  OptionalLong itemsLeft() {
    return question.maxItems() == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, question.maxItems() - items));
  }

  private void advance() {
    switch (stage) {
      case NEXT_ITEM -> nextItem();
      case HISTORY -> nextOfHistory();
      case EVENTS -> nextEvent();
      case SIBLINGS -> nextSibling();
      case PARTS -> nextOfParts();
      case END_OF_ITEM -> endItem();
    }
  }

  private void nextItem() {
    if (!level.hasNext() || (cutOff && isDownstream() && !question.history())) {
      nextLevel();
      return;
    }
    item = level.next();
    again = question.strict() && expanded.contains(item);
    if (question.strict()) {
      expanded.addLong(item);
    }
    if (question.history()) {
      history.begin(item);
      stage = Stage.HISTORY;
    } else {
      begin();
    }
  }

  private boolean isDeepest() {
    return question.maxDepth() > 0 && depth >= question.maxDepth();
  }

  private void nextLevel() {
    if (cutOff) {
      end(Reason.LIMIT_DEPTH);
      return;
    }
    depth++;
    later.getOrDefault(depth, Set.of()).forEach(reached::root);
    later.remove(depth);
    level = index.inOrder(reached.nextLevel());
    ended = !level.hasNext() && later.isEmpty();
  }

  private void nextOfHistory() {
    OptionalLong position = history.next();
    if (position.isEmpty()) {
      if (history.hasHidden() && !again) {
        moves.add(new Move.Missing(Reason.NO_ACCESS, depth, OptionalLong.empty()));
      }
      begin();
    } else if (!shown.contains(position.getAsLong())) {
      EventRow row = index.event(position.getAsLong());
      if (!isPart(row) || isDeepest()) {
        show(row, depth, Role.HISTORY, false);
      }
    }
  }

  /** True if a containment is shown as an installation of parts. */
  private boolean isPart(EventRow row) {
    if (!question.parts() || row.kind() != EventKind.CONTAIN || row.bond() != Bond.INSTALLED) {
      return false;
    }
    Members near = isDownstream() ? row.outputs() : row.inputs();
    return IntStream.range(0, near.size()).anyMatch(i -> near.number(i) == item);
  }

  /** Begins with the lineage of an item, unless the question's depth is reached. */
  private void begin() {
    if (isDeepest()) {
      stage = Stage.NEXT_ITEM;
      lookBeyond();
      return;
    }
    beginItem();
    onRow = rows.first(item);
    stage = Stage.EVENTS;
  }

  private void beginItem() {
    bound = reached.bound(item);
    hasOrigin = false;
    made = bound.isPresent() && !wholes.contains(item);
  }

  /** Checks if there is more behind an item that is not followed. */
  private void lookBeyond() {
    beginItem();
    for (boolean more = rows.first(item); more && !(cutOff && hasOrigin); more = rows.next()) {
      look();
      made &= !shown.contains(rows.position());
      if (index.stands(rows.position())) {
        hasOrigin = true;
        cutOff = cutOff || !shown.contains(rows.position());
      }
    }
    if (parts != null) {
      for (boolean more = parts.first(item); more && !cutOff; more = parts.next()) {
        look();
        EventRow row = index.event(parts.position());
        cutOff =
            isPart(row) && !shownParts.contains(row.position()) && index.stands(row.position());
      }
    }
    boolean beyond = !toAsk().isEmpty();
    cutOff = cutOff || beyond;
    if (!isDownstream() && !beyond && !hasOrigin && !again && !isBorn()) {
      moves.add(new Move.Missing(Reason.UNKNOWN_ORIGIN, depth, OptionalLong.of(item)));
    }
  }

  private void nextEvent() {
    if (!onRow) {
      hasOrigin |= rows.hasHidden(item);
      stage = Stage.PARTS;
      onRow = parts != null && parts.first(item);
      return;
    }
    long position = rows.position();
    boolean outOfOrder = isOutOfOrder(rows.time());
    onRow = rows.next();
    if (shown.contains(position) || (question.strict() && outOfOrder)) {
      made &= !shown.contains(position);
      hasOrigin = hasOrigin || isDownstream() || index.stands(position);
      return;
    }
    EventRow row = index.event(position);
    if (follow(row, outOfOrder) && !row.process().isEmpty()) {
      siblings = index.process(row.process());
      stage = Stage.SIBLINGS;
    }
  }

  /**
   * Follows installations at any time, also of parts taken out since. Nothing is out of order: a
   * thing may get parts after it became a part itself.
   */
  private void nextOfParts() {
    if (!onRow || parts == null) {
      if (!again && (rows.hasHidden(item) || (parts != null && parts.hasHidden(item)))) {
        missNext();
      }
      stage = Stage.END_OF_ITEM;
      return;
    }
    EventRow row = index.event(parts.position());
    onRow = parts.next();
    if (isPart(row) && !shownParts.contains(row.position())) {
      shownParts.addLong(row.position());
      if (show(row, depth + 1, Role.PART, false)) {
        bringFar(row);
      }
    }
  }

  private boolean isOutOfOrder(long millis) {
    if (bound.isEmpty()) {
      return false;
    }
    long against = isDownstream() ? bound.getAsLong() - millis : millis - bound.getAsLong();
    return against > slackMillis;
  }

  private void nextSibling() {
    TimedRows process = siblings;
    if (process == null || !process.next()) {
      if (process != null && process.hasHidden()) {
        missNext();
      }
      closeSiblings();
      stage = Stage.EVENTS;
    } else if (!shown.contains(process.position())) {
      follow(index.event(process.position()), false);
    }
  }

  /**
   * Something further is hidden. It is told behind all that is shown, once for an item or a
   * process, so that neither when it happened nor how often can be told from it.
   */
  private void missNext() {
    moves.add(new Move.Missing(Reason.NO_ACCESS, depth + 1, OptionalLong.empty()));
  }

  /** Shows an event of lineage with the items that it leads to; true to continue behind it. */
  private boolean follow(EventRow row, boolean outOfOrder) {
    boolean stands = show(row, depth + 1, Role.LINEAGE, outOfOrder);
    hasOrigin |= stands;
    if (!stands) {
      return false;
    }
    bringFar(row);
    return !ended;
  }

  private void bringFar(EventRow row) {
    Members members = Followed.far(row, question.direction());
    for (int i = 0; i < members.size() && !ended; i++) {
      bring(row, members, i);
    }
  }

  private void bring(EventRow row, Members members, int index) {
    long number = members.number(index);
    if (reached.has(number)) {
      reached.bringAgain(number, row.timeMillis());
      return;
    }
    if (question.maxItems() > 0 && items >= question.maxItems()) {
      end(Reason.LIMIT_COUNT);
      return;
    }
    items++;
    moves.add(new Move.Brought(row, index, number, depth + 1));
    if (members.isClass(index)) {
      reached.show(number);
      moves.add(new Move.Missing(Reason.CLASS_ONLY, depth + 1, OptionalLong.of(number)));
    } else {
      reached.bring(number, row.timeMillis());
      if (row.kind() == EventKind.CONTAIN) {
        wholes.addLong(number);
      }
    }
  }

  /** Shows an event; true if it is not withdrawn. */
  private boolean show(EventRow row, int at, Role role, boolean outOfOrder) {
    shown.addLong(row.position());
    OptionalLong withdrawnBy = index.withdrawnBy(row);
    moves.add(new Move.Happened(row, at, role, withdrawnBy, outOfOrder));
    return withdrawnBy.isEmpty();
  }

  private void endItem() {
    stage = Stage.NEXT_ITEM;
    if (again) {
      return;
    }
    List<Prefix> others = toAsk();
    boolean hasBeginning = isDownstream() || hasOrigin || isBorn();
    if (!others.isEmpty()) {
      moves.add(new Move.Beyond(OptionalLong.of(item), others, depth, hasBeginning));
    } else if (!hasBeginning) {
      moves.add(new Move.Missing(Reason.UNKNOWN_ORIGIN, depth, OptionalLong.of(item)));
    }
  }

  /** The other authorities that may know more of the item, without the asking nodes. */
  private List<Prefix> toAsk() {
    return foreign.authorities(item, made).stream()
        .filter(authority -> !question.shown().contains(authority))
        .toList();
  }

  private boolean isBorn() {
    for (boolean more = births.first(item); more; more = births.next()) {
      if (index.stands(births.position())) {
        return true;
      }
    }
    return false;
  }

  private void end(Reason reason) {
    moves.add(new Move.Missing(reason, depth + 1, OptionalLong.empty()));
    ended = true;
  }

  private void look() {
    if (looks++ % ROWS_BETWEEN_LOOKS == 0 && budget.timeLeft().isZero()) {
      throw new TimeUpException();
    }
  }

  private void closeSiblings() {
    if (siblings != null) {
      siblings.close();
      siblings = null;
    }
  }

  @Override
  public void close() {
    closeSiblings();
  }
}
