package dev.nameplate.lineage;

import dev.nameplate.log.read.LoggedEvents;
import dev.nameplate.log.read.LoggedEvents.Logged;
import dev.nameplate.log.read.LoggedEvents.Piece;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Recently committed parts of the log that are still in memory, without gaps. If they get too
 * large, all are dropped, and must be read from the store. Thread-safe.
 */
final class Offered {
  /** The most bytes of encoded events that are kept; decoded they take up to ten times that. */
  private static final long MOST_BYTES = 8L << 20;

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /** Adds the next piece of the log. */
  synchronized void add(Piece next) {
    if (closed) {
      return;
    }
    Piece piece = next;
    if (next.events().isEmpty() && !pieces.isEmpty() && pieces.getLast().end() == next.from()) {
      Piece last = pieces.removeLast(); // so that pieces without events are never many
      piece = new Piece(last.from(), last.events(), next.end());
      bytes -= size(last);
    }
    if (!pieces.isEmpty() && pieces.getLast().end() != piece.from()) {
      clear();
    }
    pieces.add(piece);
    bytes += size(piece);
    if (bytes > MOST_BYTES) {
      clear();
    }
  }

  /**
   * Removes the piece at a position, up to a number of events and items; empty if it must be read.
   */
  synchronized Optional<Piece> take(long from, int enough) {
    while (!pieces.isEmpty() && pieces.getFirst().from() < from) {
      remove(); // also a piece that was partly read
    }
    List<Logged> events = new ArrayList<>();
    long end = from;
    long weight = 0;
    while (!pieces.isEmpty() && pieces.getFirst().from() == end && weight < enough) {
      Piece piece = remove();
      int taken = 0;
      while (taken < piece.events().size() && weight < enough) {
        Logged logged = piece.events().get(taken++);
        events.add(logged);
        weight += LoggedEvents.weight(logged);
      }
      end = putBack(piece, taken);
    }
    return end == from ? Optional.empty() : Optional.of(new Piece(from, events, end));
  }

  /** Puts back the unused part of a piece; returns the end of the used part. */
  private long putBack(Piece piece, int taken) {
    if (taken == piece.events().size()) {
      return piece.end();
    }
    long end = piece.events().get(taken - 1).position() + 1;
    List<Logged> rest = piece.events().subList(taken, piece.events().size());
    Piece left = new Piece(end, rest, piece.end());
    pieces.addFirst(left);
    bytes += size(left);
    return end;
  }

  /** Drops everything and accepts nothing more. */
  synchronized void close() {
    closed = true;
    clear();
  }

  /** First position that is kept, or a position behind all if empty. */
  synchronized long begin() {
    return pieces.isEmpty() ? Long.MAX_VALUE : pieces.getFirst().from();
  }

  private Piece remove() {
    Piece piece = pieces.remove();
    bytes -= size(piece);
    return piece;
  }

  private void clear() {
    pieces.clear();
    bytes = 0;
  }

  private static long size(Piece piece) {
    long size = 0;
    for (Logged logged : piece.events()) {
      size += logged.event().content().map(RecordedEvent.Content::encoded).orElseThrow().size();
    }
    return size;
  }
}
