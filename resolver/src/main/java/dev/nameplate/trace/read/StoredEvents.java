package dev.nameplate.trace.read;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventRow;
import dev.nameplate.lineage.ItemRows;
import dev.nameplate.lineage.LineageIndex;
import dev.nameplate.lineage.LineageReader;
import dev.nameplate.lineage.TimedRows;
import dev.nameplate.lineage.Trail;
import dev.nameplate.lineage.Visibility;
import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Pages;
import dev.nameplate.text.NameText;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Lists the events in this node's store. Thread-safe; reads the store. */
public final class StoredEvents implements EventLists {
  /**
   * Start of tokens of lists by step or time, so that older tokens by log order are not mistaken
   * for times.
   */
  private static final String BY_TIME = "t";

  /** The most statements that are read for a page. */
  private static final int MOST_LOOKED_AT = 20_000;

  private final StatementReader statements;
  private final LineageIndex index;
  private final Supplier<Set<Prefix>> own;

  /**
   * Lists the events of a log.
   *
   * @param own the prefixes to search for an event by name or id, by default
   */
  public StoredEvents(StatementReader statements, LineageIndex index, Supplier<Set<Prefix>> own) {
    this.statements = statements;
    this.index = index;
    this.own = own;
  }

  /** Position to continue a list from: behind the event of that time and position. */
  private record Place(long time, long position) implements Comparable<Place> {
    static final Place BEGIN = new Place(Long.MIN_VALUE, -1);

    static Place parse(String order, String token) {
      if (token.isEmpty()) {
        return BEGIN;
      }
      String[] parts =
          token.startsWith(order) ? token.substring(order.length()).split("_", -1) : new String[0];
      try {
        if (parts.length == 2) {
          return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        }
      } catch (NumberFormatException e) {
        // falls through: it is refused like any other that is malformed
      }
      throw InvalidInputException.of("page_token", token, "the token of the previous page");
    }

    @Override
    public int compareTo(Place other) {
      return time == other.time
          ? Long.compare(position, other.position)
          : Long.compare(time, other.time);
    }

    @Override
    public String toString() {
      return time + "_" + position;
    }
  }

  @Override
  public Page list(EventFilter filter, int size, String token, Budget budget, Caller caller) {
    return list(filter, size, Long.MAX_VALUE, token, budget, caller);
  }

  /**
   * Lists a page of bounded size in bytes of statements, but of at least one event, if any.
   *
   * @param bytes the most bytes of the page's statements
   */
  public Page list(
      EventFilter asked, int size, long bytes, String token, Budget budget, Caller caller) {
    Pages.requireSize(size);
    String order = asked.isOfRecorderByTime() ? BY_TIME : "";
    Place behind = Place.parse(order, token);
    try (LineageReader reader = index.read(statements.size(), Visibility.of(caller), budget)) {
      EventFilter filter = meant(asked, reader);
      Filling page = new Filling(filter, size, bytes, order, reader, budget);
      if (filter.id().isPresent() || !filter.name().isEmpty()) {
        sought(filter, reader).stream()
            .filter(position -> position > behind.position())
            .forEach(position -> page.take(new Place(0, position)));
      } else if (filter.item().isPresent()) {
        ofItem(filter, reader, behind, page);
      } else if (filter.isOfRecorderByTime()) {
        ofRecorder(filter, reader, behind, page);
      } else {
        ofLog(filter, reader.asOf(), behind, page);
      }
      return page.done();
    }
  }

  /** The filter with recorder and step as written if such events exist, else as cleaned. */
  private EventFilter meant(EventFilter asked, LineageReader reader) {
    EventFilter by =
        asked.recordedBy(
            asked.recorder().map(written -> written.asKnown(prefix -> isRecorder(prefix, reader))));
    String cleaned = NameText.cleaned(by.step());
    return cleaned.isEmpty() || cleaned.equals(by.step()) || hasStep(by, by.step(), reader)
        ? by
        : hasStep(by, cleaned, reader) ? by.withStep(cleaned) : by;
  }

  private boolean isRecorder(Prefix prefix, LineageReader reader) {
    return own.get().contains(prefix) || hasEvents(prefix, "", reader);
  }

  private boolean hasStep(EventFilter filter, String step, LineageReader reader) {
    return filter.recorder().map(Set::of).orElseGet(own).stream()
        .anyMatch(prefix -> hasEvents(prefix, step, reader));
  }

  private static boolean hasEvents(Prefix recorder, String step, LineageReader reader) {
    try (TimedRows rows = reader.recorded(recorder, step)) {
      return rows.next();
    }
  }

  /** The positions of events by id, or by name: as written, else as cleaned. */
  private Set<Long> sought(EventFilter filter, LineageReader reader) {
    Set<Long> exact = named(filter, filter.name(), reader);
    String cleaned = NameText.cleaned(filter.name());
    return exact.isEmpty() && !cleaned.isEmpty() && !cleaned.equals(filter.name())
        ? named(filter, cleaned, reader)
        : exact;
  }

  /** The positions of events by id or name. */
  private Set<Long> named(EventFilter filter, String name, LineageReader reader) {
    Set<Long> positions = new TreeSet<>();
    for (Prefix prefix : filter.recorder().map(Set::of).orElseGet(own)) {
      filter
          .id()
          .ifPresentOrElse(
              id -> reader.position(prefix, id).ifPresent(positions::add),
              () ->
                  statements.events(prefix, name).stream()
                      .map(Verified::position)
                      .filter(position -> position < reader.asOf())
                      .filter(position -> !reader.event(position).withheld())
                      .forEach(positions::add));
    }
    return positions;
  }

  /** Merges the trails of an item, each of which is in the order of time. */
  private static void ofItem(EventFilter filter, LineageReader reader, Place behind, Filling page) {
    ItemId item =
        SoughtItem.of(filter.item().orElseThrow(), named -> reader.number(named).isPresent());
    OptionalLong number = reader.number(item);
    if (number.isEmpty()) {
      return;
    }
    long from =
        Math.max(
            behind.time(), filter.from().map(time -> time.toEpochMilli()).orElse(Long.MIN_VALUE));
    List<ItemRows> trails = new ArrayList<>();
    for (Trail trail : Trail.values()) {
      ItemRows rows = reader.rows(trail);
      boolean there =
          from == Long.MIN_VALUE
              ? rows.first(number.getAsLong())
              : rows.from(number.getAsLong(), from);
      if (there) {
        trails.add(rows);
      }
    }
    Place last = behind;
    while (!trails.isEmpty() && page.hasRoom()) {
      ItemRows next = trails.get(0);
      for (ItemRows rows : trails) {
        if (at(rows).compareTo(at(next)) < 0) {
          next = rows;
        }
      }
      Place place = at(next);
      if (place.compareTo(last) > 0) { // it may be in several trails
        page.take(place);
        last = place;
      }
      if (!next.next()) {
        trails.remove(next);
      }
    }
  }

  private static Place at(ItemRows rows) {
    return new Place(rows.time(), rows.position());
  }

  private static void ofRecorder(
      EventFilter filter, LineageReader reader, Place behind, Filling page) {
    long from = filter.from().map(Instant::toEpochMilli).orElse(Long.MIN_VALUE);
    try (TimedRows rows = reader.recorded(filter.recorder().orElseThrow(), filter.step())) {
      boolean more =
          behind.time() < from
              ? rows.from(from, 0)
              : rows.from(behind.time(), behind.position() + 1);
      for (; more && page.hasRoom() && isBefore(rows.time(), filter); more = rows.next()) {
        page.take(new Place(rows.time(), rows.position()));
      }
    }
  }

  private static boolean isBefore(long millis, EventFilter filter) {
    return filter.until().map(Instant.ofEpochMilli(millis)::isBefore).orElse(true);
  }

  private void ofLog(EventFilter filter, long asOf, Place behind, Filling page) {
    long from = Math.max(behind.position() + 1, filter.fromPosition());
    long end = filter.untilPosition() == 0 ? asOf : Math.min(asOf, filter.untilPosition());
    if (from >= end) {
      return;
    }
    LoggedEvents.Piece piece =
        statements.loggedEvents().read(from, Math.min(end, from + MOST_LOOKED_AT), MOST_LOOKED_AT);
    for (LoggedEvents.Logged logged : piece.events()) {
      if (!page.hasRoom()) {
        return;
      }
      if (filter.fits(logged.event(), logged.position())) {
        page.take(new Place(0, logged.position()));
      } else {
        page.passed(new Place(0, logged.position()));
      }
    }
    if (piece.end() < end) {
      page.goOnBehind(new Place(0, piece.end() - 1));
    }
  }

  /** A page being filled. */
  private static final class Filling {
    private final EventFilter filter;
    private final int size;
    private final String order;
    private final LineageReader reader;
    private final Budget budget;
    private final List<Listed> events = new ArrayList<>();
    private long bytesLeft;
    private int lookedAt;
    private Place last = Place.BEGIN;
    private boolean full;

    Filling(
        EventFilter filter,
        int size,
        long bytes,
        String order,
        LineageReader reader,
        Budget budget) {
      this.filter = filter;
      this.size = size;
      this.bytesLeft = bytes;
      this.order = order;
      this.reader = reader;
      this.budget = budget;
    }

    boolean hasRoom() {
      return !full;
    }

    void take(Place place) {
      budget.requireTime();
      EventRow row = reader.event(place.position());
      if (!filter.mayFit(row)) {
        passed(place);
        return;
      }
      Verified<RecordedEvent> event = reader.statement(row);
      if (!filter.fits(event.value(), place.position())) {
        passed(place);
        return;
      }
      bytesLeft -= event.statement().encodedSize();
      if (events.size() == size || (bytesLeft < 0 && !events.isEmpty())) {
        full = true;
        return;
      }
      OptionalLong withdrawal = reader.withdrawnBy(row);
      events.add(
          new Listed(
              event,
              withdrawal.isPresent()
                  ? reader.statement(reader.event(withdrawal.getAsLong())).value().id()
                  : Optional.empty(),
              withdrawal.isPresent()));
      passed(place);
    }

    void passed(Place place) {
      last = place;
      full |= ++lookedAt >= MOST_LOOKED_AT;
    }

    void goOnBehind(Place place) {
      last = place;
      full = true;
    }

    Page done() {
      return new Page(events, full ? order + last : "");
    }
  }
}
