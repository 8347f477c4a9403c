package dev.nameplate.epcis;

import dev.nameplate.event.Event;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * State of a document being read: the reader's position in it, and its content outside the events.
 */
final class OpenDocument {
  final long begin;
  final String prefix;
  private final int most;
  final Deque<String> path = new ArrayDeque<>();
  final LocalNames locals;
  final EventNames names = new EventNames();
  final StringBuilder kept = new StringBuilder();
  long keptTo;
  private boolean tooLong;
  boolean inList;
  boolean inDocuments;
  boolean isJoint;
  int parts;
  boolean hasBody;
  boolean searched;
  int events;
  int accepted;
  DocumentContext context = DocumentContext.NONE;
  String type = "";
  Instant latest = Instant.EPOCH;

  OpenDocument(long begin, String prefix, int most, LocalNames locals) {
    this.most = most;
    this.locals = locals;
    this.begin = begin;
    this.keptTo = begin;
    this.prefix = prefix;
  }

  String pathTo(String name) {
    return path.isEmpty() ? name : String.join(".", path) + "." + name;
  }

  String nextEvent() {
    return prefix + "eventList[" + events++ + "]";
  }

  void accepted(Event event) {
    accepted++;
    latest = event.time();
  }

  void keep(Optional<String> text) {
    tooLong |= text.isEmpty() || kept.length() + text.get().length() > most;
    if (!tooLong) {
      kept.append(text.get());
    }
  }

  boolean isTooLong() {
    return tooLong;
  }
}
