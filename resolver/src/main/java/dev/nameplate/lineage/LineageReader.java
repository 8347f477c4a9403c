package dev.nameplate.lineage;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.store.LineageCursor;
import dev.nameplate.store.LineageView;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * The index as of a position of the log, as far as a {@link Visibility} shows it: later and hidden
 * records do not exist for it. An item that only hidden events name has no number here. Only {@link
 * ItemRows#hasHidden} and {@link TimedRows#hasHidden} reveal that something is hidden, and never
 * its time or position. Used by one thread; must be closed.
 *
 * <p>Every method throws {@link NodeException}, as {@link LineageView} does, and when its question
 * was cancelled or its time is up: readers of the index need no checks of their own.
 */
public final class LineageReader implements AutoCloseable {
  private final LineageView view;
  private final Budget budget;
  private final Statements statements;
  private final EventRows events;
  private final NumberedRows names;
  private final Recent<Long, NamedItem> items = new Recent<>(EventRows.MOST);
  private final Recent<Long, ItemId> spellings = new Recent<>(EventRows.MOST);
  private final Recent<Long, Long> firsts = new Recent<>(EventRows.MOST);
  private final Sieve sieve;
  private final Withdrawals withdrawals;
  private @Nullable Stays stays; // made when it is asked for

  /** Cursors for first namings, separate from the rows given to readers. */
  private final Map<Trail, ItemRows> naming = new EnumMap<>(Trail.class);

  /** Finds the statements of events. */
  @FunctionalInterface
  interface Statements {
    /** The statement of an event, with its content if that is disclosed; empty if it is missing. */
    Optional<Verified<RecordedEvent>> of(EventRow event, boolean disclosed);
  }

  /**
   * Reads a view, which is closed with the reader, or at once if the time of the question is up.
   */
  static LineageReader of(
      LineageView view, Statements statements, long asOf, Visibility visibility, Budget budget) {
    try {
      return new LineageReader(new WantedView(view, budget), budget, statements, asOf, visibility);
    } catch (RuntimeException | Error e) {
      view.close();
      throw e;
    }
  }

  private LineageReader(
      LineageView view, Budget budget, Statements statements, long asOf, Visibility visibility) {
    this.view = view;
    this.budget = budget;
    this.statements = statements;
    this.events = new EventRows(view.cursor());
    this.names = new NumberedRows(view.cursor(), Keys.NAME);
    this.sieve = new Sieve(asOf, visibility, this::row);
    this.withdrawals = new Withdrawals(view.cursor(), view.cursor(), this::row, sieve);
  }

  /** Number of statements included. */
  public long asOf() {
    return sieve.asOf();
  }

  /** True if no recorded event is hidden. */
  public boolean showsAll() {
    return sieve.showsAll();
  }

  /** The number of an item; empty if no event names it. */
  public OptionalLong number(ItemId item) {
    Optional<Long> number = view.get(Keys.item(item.canonical())).map(Keys::number);
    return number.isPresent() && isNamed(number.get())
        ? OptionalLong.of(number.get())
        : OptionalLong.empty();
  }

  private boolean isNamed(long number) {
    long first = named(number).position();
    if (!sieve.isRecorded(first) || sieve.shows(first, number)) {
      return sieve.isRecorded(first);
    }
    return Stream.of(Trail.values()).anyMatch(trail -> naming(trail).first(number));
  }

  private ItemRows naming(Trail trail) {
    return naming.computeIfAbsent(trail, this::rows);
  }

  /** The item with a number, as written where it is first named. */
  public ItemId item(long number) {
    NamedItem named = named(number);
    return sieve.shows(named.position(), number)
        ? named.item()
        : spellings.computeIfAbsent(number, this::spelling);
  }

  private ItemId spelling(long number) {
    ItemId hidden = named(number).item();
    return statement(row(firstShown(number))).value().event().stream()
        .map(Event::occurrence)
        .flatMap(what -> Stream.of(Sides.inputs(what), Sides.outputs(what)))
        .flatMap(List::stream)
        .map(EventItem::id)
        .filter(hidden::equals)
        .findFirst()
        .orElseThrow(() -> missing("item " + number + " in the statement that names it"));
  }

  /** The position of the first event that is not hidden and names an item. */
  long firstShown(long number) {
    long known = named(number).position();
    return sieve.shows(known, number) ? known : firsts.computeIfAbsent(number, this::findFirst);
  }

  private long findFirst(long number) {
    long first = Long.MAX_VALUE;
    for (Trail trail : Trail.values()) {
      ItemRows rows = naming(trail);
      for (boolean more = rows.first(number); more; more = rows.next()) {
        first = Math.min(first, rows.position());
      }
    }
    if (first == Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "item: number " + number + " (expected: the number of an item)");
    }
    return first;
  }

  /** A set of items in the order in which visible events first name them. */
  public LongIterator inOrder(Roaring64Bitmap numbers) {
    return sieve.showsAll()
        ? numbers.getLongIterator()
        : new NamingOrder(this, number -> named(number).position()).of(numbers);
  }

  private NamedItem named(long number) {
    return items.computeIfAbsent(
        number,
        wanted ->
            names.at(wanted).map(NamedItem::decode).orElseThrow(() -> missing("item " + wanted)));
  }

  /**
   * Number of events of an item in a trail, in the whole indexed log, withdrawn and hidden events
   * included: not to be shown to a reader.
   */
  long degree(long number, Trail trail) {
    return view.counter(Keys.counter(number, trail)) + (named(number).first() == trail ? 1 : 0);
  }

  /**
   * The event at a position, which must be one of an event below {@link #asOf}. Of one that is
   * hidden nothing but where it stands and who recorded it.
   */
  public EventRow event(long position) {
    EventRow row = row(position);
    return sieve.shows(position) ? row : row.hidden();
  }

  private EventRow row(long position) {
    return events.at(position).orElseThrow(() -> missing("the event at position " + position));
  }

  /** The first position of an event; empty if it is not recorded under the prefix, or hidden. */
  public OptionalLong position(Prefix recorder, EventId id) {
    Bytes first = Keys.digest(Keys.ID, Keys.event(recorder, id));
    try (LineageCursor cursor = view.cursor()) {
      boolean more = cursor.seek(first);
      for (; more && Keys.startsWith(cursor.key(), first); more = cursor.next()) {
        long position = cursor.keyLong(1 + Keys.DIGEST_SIZE);
        if (sieve.isRecorded(position) && sieve.shows(position)) {
          return OptionalLong.of(position);
        }
      }
      return OptionalLong.empty();
    }
  }

  /**
   * The statement of an event, with its proof; without its content if that is hidden. Cheaper for
   * events that were recorded together.
   */
  public Verified<RecordedEvent> statement(EventRow event) {
    budget.requireTime();
    return statements
        .of(event, sieve.shows(event.position()))
        .orElseThrow(() -> missing("the statement at position " + event.position()));
  }

  /** The rows of a trail, withdrawn events included. Each has a cursor of its own. */
  public ItemRows rows(Trail trail) {
    return new ItemRows(view.cursor(), trail, sieve);
  }

  /** The events of a process in the order of time, including withdrawn events. */
  public TimedRows process(Bytes process) {
    return new TimedRows(view.cursor(), Keys.PROCESS, process, sieve);
  }

  /**
   * The events of a recorder in the order of time, including withdrawn events.
   *
   * @param step their business step; empty for all of them
   */
  public TimedRows recorded(Prefix recorder, String step) {
    return new TimedRows(view.cursor(), Keys.RECORDED, Keys.named(recorder, step), sieve);
  }

  /** The first effective withdrawal of an event; empty if there is none, or it is hidden. */
  public OptionalLong withdrawnBy(EventRow event) {
    return sieve.shows(event.position()) ? withdrawals.of(event) : OptionalLong.empty();
  }

  /** True if the event at a position is recorded, visible and not withdrawn. */
  public boolean stands(long position) {
    return sieve.isRecorded(position)
        && sieve.shows(position)
        && withdrawals.of(position).isEmpty();
  }

  /** In what an item was, in the order of time. */
  public List<Stay> stays(long item) {
    return stays().of(item);
  }

  /**
   * The first event, after an event, with which everything left a container by a bond.
   *
   * @param fromMillis the time of that event
   * @param entered its position
   */
  public Optional<Emptying> emptied(long container, Bond bond, long fromMillis, long entered) {
    return stays().emptied(container, bond, fromMillis, entered);
  }

  private Stays stays() {
    Stays known = stays;
    if (known == null) {
      known = new Stays(rows(Trail.INSIDE), view.cursor(), this::stands);
      stays = known;
    }
    return known;
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
