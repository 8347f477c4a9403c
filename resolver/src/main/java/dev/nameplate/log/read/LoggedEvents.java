package dev.nameplate.log.read;

import dev.nameplate.log.CorruptLogException;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.log.rows.Manifest;
import dev.nameplate.log.rows.RowKeys;
import dev.nameplate.log.rows.StoredStatement;
import dev.nameplate.store.RecordStore;
import dev.nameplate.store.Row;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.StatementKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the events of a log in its order, without their proofs: for data derived from the node's
 * own log, or from a log that was checked when it was copied. Statements of other kinds are skipped
 * unread. Used by one thread; goes forwards.
 */
public final class LoggedEvents {
  private final StatementReader reader;
  private final RecordStore store;
  private final HashFunction hash;

  LoggedEvents(StatementReader reader, RecordStore store, HashFunction hash) {
    this.reader = reader;
    this.store = store;
    this.hash = hash;
  }

  /**
   * An event of the log.
   *
   * @param position number of statements before it
   * @param event the event
   */
  public record Logged(long position, RecordedEvent event) {}

  /**
   * The events of a piece of the log.
   *
   * @param from the position at which it begins
   * @param events them, in order
   * @param end the position behind it
   */
  public record Piece(long from, List<Logged> events, long end) {
    /** Copies the list. */
    public Piece {
      events = List.copyOf(events);
    }
  }

  /**
   * Reads a piece: up to a position, or until there is some number of events and items in them.
   *
   * @param from the first position, 0 or more
   * @param until the position at which to stop, at most as many statements as there are
   * @param enough how many events and items are enough, at least 1
   */
  public Piece read(long from, long until, int enough) {
    List<Logged> events = new ArrayList<>();
    long weight = 0;
    long position = from;
    for (long batch = reader.batchHolding(from); position < until; batch++) {
      long first = reader.batch(batch).header().firstPosition();
      List<Manifest.Entry> entries = reader.manifest(batch).entries();
      for (; position < Math.min(until, first + entries.size()); position++) {
        Manifest.Entry entry = entries.get((int) (position - first));
        if (RowKeys.kindOf(entry.key()) == StatementKind.EVENT) {
          Logged logged = new Logged(position, event(entry));
          events.add(logged);
          weight += weight(logged);
          if (weight >= enough) {
            return new Piece(from, events, position + 1);
          }
        }
      }
    }
    return new Piece(from, events, position);
  }

  /** Number of items that an event names, plus one. */
  public static long weight(Logged logged) {
    return 1 + logged.event().event().map(event -> event.occurrence().items().count()).orElse(0L);
  }

  private RecordedEvent event(Manifest.Entry entry) {
    Row row =
        store
            .version(entry.key(), entry.version())
            .orElseThrow(
                () -> CorruptLogException.missing("statement " + EventRows.describe(entry.key())));
    return StoredStatement.read(row, StatementKind.EVENT, hash);
  }
}
