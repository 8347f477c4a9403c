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
 * What was just committed, while it is still in memory: the newest pieces of the log, without gaps
 * between them. When it gets too much, all of it is let go, and has to be read. Thread-safe.
 */
final class Offered {
  /** How many bytes of encoded events are kept; decoded they take up to ten times that. */
  private static final long MOST_BYTES = 8L << 20;

  private final Deque<Piece> pieces = new ArrayDeque<>();
  private long bytes;
  private boolean closed;

  /** Takes the next piece of the log. */
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
   * Gives what begins at a position, up to some number of events and items; empty if that has to be
   * read.
   */
  synchronized Optional<Piece> take(long from, int enough) {
    while (!pieces.isEmpty() && pieces.getFirst().from() < from) {
      remove(); // also one that was read in part
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

  /** Puts back what was not taken of a piece; returns where what was taken ends. */
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

  /** Lets go of everything, for good: nobody takes it any more. */
  synchronized void close() {
    closed = true;
    clear();
  }

  /** Where what is kept begins, or a position behind everything. */
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
