package dev.nameplate.server.cli.bulk;

import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ListEventsRequest;
import dev.nameplate.v1.ListEventsResponse;
import dev.nameplate.v1.ListedEvent;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.Read;
import io.grpc.Channel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * The events that were recorded under a prefix, in the order of the log, page by page. They are not
 * verified. Used by one thread.
 */
final class ListedEvents implements Iterator<Event> {
  private static final int PAGE = 1000;

  private final TraceServiceGrpc.TraceServiceBlockingStub events;
  private final ListEventsRequest question;
  private final ArrayDeque<Event> ready = new ArrayDeque<>();
  private Optional<String> token = Optional.of("");
  private long withheld;
  private long behind;

  /**
   * Starts the list.
   *
   * @param until only those recorded before this position of the log; 0 for all
   */
  ListedEvents(Channel channel, Prefix recorder, long until) {
    this.events = TraceServiceGrpc.newBlockingStub(channel);
    this.question =
        ListEventsRequest.newBuilder()
            .setRecorder(recorder.toString())
            .setUntilPosition(until)
            .setPageSize(PAGE)
            .build();
  }

  /** Number of withheld events passed so far. */
  long withheld() {
    return withheld;
  }

  /** The position behind the newest event passed so far; 0 if there was none. */
  long behind() {
    return behind;
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && token.isPresent()) {
      ListEventsResponse page =
          events.listEvents(question.toBuilder().setPageToken(token.get()).build());
      page.getEventsList().forEach(this::add);
      token = Optional.of(page.getNextPageToken()).filter(next -> !next.isEmpty());
    }
    return !ready.isEmpty();
  }

  private void add(ListedEvent listed) {
    behind = Math.max(behind, listed.getPosition() + 1);
    SignedStatement statement = SignedStatement.fromProto(listed.getStatement());
    Read.unverifiedEvent(statement, List.of())
        .value()
        .event()
        .ifPresentOrElse(ready::add, () -> withheld++);
  }

  @Override
  public Event next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }
}
