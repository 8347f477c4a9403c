package dev.nameplate.lineage;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.Verified;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * The index as of a position of the log: what was recorded there or behind does not exist for it.
 * Used by one thread; must be closed.
 *
 * <p>Every method throws {@link NodeException}, as {@link LineageView} says, and when its question
 * was cancelled or its time is up: whatever reads the index need not look for that itself.
 */
public final class LineageReader implements AutoCloseable {
  private final LineageView view;
  private final Budget budget;
  private final StatementReader statements;
  private final StatementReader.Proofs proofs;
  private final long asOf;
  private final EventRows events;
  private final Recent<NamedItem> items = new Recent<>();
  private final Withdrawals withdrawals;

  /**
   * Reads a view, which is closed with the reader, or at once if the time of the question is up.
   */
  static LineageReader of(LineageView view, StatementReader statements, long asOf, Budget budget) {
    try {
      return new LineageReader(new WantedView(view, budget), budget, statements, asOf);
    } catch (RuntimeException | Error e) {
      view.close();
      throw e;
    }
  }

  private LineageReader(LineageView view, Budget budget, StatementReader statements, long asOf) {
    this.view = view;
    this.budget = budget;
    this.statements = statements;
    this.proofs = statements.proofs();
    this.asOf = asOf;
    this.events = new EventRows(view.cursor());
    this.withdrawals = new Withdrawals(view.cursor(), view.cursor(), this::event, asOf);
  }

  /** How many statements are known. */
  public long asOf() {
    return asOf;
  }

  /** The number of an item; empty if no event named it yet. */
  public OptionalLong number(ItemId item) {
    Optional<Long> number = view.get(Keys.item(item.canonical())).map(Keys::number);
    return number.isPresent() && named(number.get()).position() < asOf
        ? OptionalLong.of(number.get())
        : OptionalLong.empty();
  }

  /** The item with a number, as it was written first. */
  public ItemId item(long number) {
    return named(number).item();
  }

  private NamedItem named(long number) {
    return items.computeIfAbsent(
        number,
        wanted ->
            view.get(Keys.of(Keys.NAME, wanted))
                .map(NamedItem::decode)
                .orElseThrow(() -> missing("item " + wanted)));
  }

  /**
   * How many events an item has in a trail, in the whole log as far as it is indexed, withdrawn
   * ones included: to tell beforehand how much there is.
   */
  public long degree(long number, Trail trail) {
    return view.counter(Keys.counter(number, trail)) + (named(number).first() == trail ? 1 : 0);
  }

  /** The event at a position, which must be one of an event below {@link #asOf}. */
  public EventRow event(long position) {
    return events.at(position).orElseThrow(() -> missing("the event at position " + position));
  }

  /** The first position of an event; empty if it is not recorded under the prefix, or withheld. */
  public OptionalLong position(Prefix recorder, EventId id) {
    Bytes first = Keys.digest(Keys.ID, Keys.event(recorder, id));
    try (LineageCursor cursor = view.cursor()) {
      return cursor.seek(first)
              && Keys.startsWith(cursor.key(), first)
              && cursor.keyLong(1 + Keys.DIGEST_SIZE) < asOf
          ? OptionalLong.of(cursor.keyLong(1 + Keys.DIGEST_SIZE))
          : OptionalLong.empty();
    }
  }

  /** The statement of an event, with its proof. Cheaper for events that were recorded together. */
  public Verified<RecordedEvent> statement(EventRow event) {
    budget.requireTime();
    return statements
        .event(event.recorder(), event.place(), proofs)
        .orElseThrow(() -> missing("the statement at position " + event.position()));
  }

  /** The rows of a trail, withdrawn events included. Each has a cursor of its own. */
  public ItemRows rows(Trail trail) {
    return new ItemRows(view.cursor(), trail, asOf);
  }

  /** The events of a process, in the order of time, withdrawn ones included. */
  public ProcessRows process(Bytes process) {
    return new ProcessRows(view.cursor(), process, asOf);
  }

  /** The first withdrawal of an event that counts; empty if it stands. */
  public OptionalLong withdrawnBy(EventRow event) {
    return withdrawals.of(event);
  }

  /** Whether the event at a position stands: it is known and was not withdrawn. */
  public boolean stands(long position) {
    return position < asOf && withdrawals.of(position).isEmpty();
  }

  /** In what an item was, in the order of time. */
  public List<Stay> stays(long item) {
    return stays(item, this::stands);
  }

  /**
   * In what an item was, in the order of time, as far as some events tell.
   *
   * @param counts whether the event at a position does; it must be one that {@link #stands}
   */
  public List<Stay> stays(long item, LongPredicate counts) {
    try (LineageCursor inside = view.cursor();
        LineageCursor emptied = view.cursor()) {
      return new Stays(new ItemRows(inside, Trail.INSIDE, asOf), emptied, counts).of(item);
    }
  }

  /**
   * The positions of the events that mention an item in a trail between two times, in their order.
   */
  public List<Long> between(long item, Trail trail, long fromMillis, long untilMillis, int most) {
    List<Long> positions = new ArrayList<>();
    try (LineageCursor cursor = view.cursor()) {
      ItemRows rows = new ItemRows(cursor, trail, asOf);
      for (boolean more = rows.from(item, fromMillis);
          more && rows.time() <= untilMillis && positions.size() < most;
          more = rows.next()) {
        positions.add(rows.position());
      }
    }
    return positions;
  }

  private static NodeException missing(String what) {
    return new NodeException(
        ErrorReason.DATA_CORRUPT,
        "lineage: " + what + " is missing; stop the node and run: log rebuild");
  }

  @Override
  public void close() {
    view.close();
  }
}
