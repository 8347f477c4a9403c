package dev.nameplate.trace.read;

import dev.nameplate.access.Caller;
import dev.nameplate.event.EventId;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lists a node's events, of this process or of another, page by page. A page begins where the one
 * before ended, whatever was recorded in between. Those of an item, and those of a recorder by step
 * or time, come in the order in which they happened, all others in the order in which they were
 * recorded. Thread-safe.
 */
public interface EventLists {
  /**
   * An event of a page.
   *
   * @param event the signed event
   * @param withdrawnBy the event that withdrew it, unless its content is unknown here
   * @param withdrawn true if it was withdrawn
   */
  record Listed(Verified<RecordedEvent> event, Optional<EventId> withdrawnBy, boolean withdrawn) {}

  /**
   * A page.
   *
   * @param events the events; there may be none while there is a next page
   * @param nextToken where the next page begins; empty when this is the last
   */
  record Page(List<Listed> events, String nextToken) {
    /** Copies the list. */
    public Page {
      events = List.copyOf(events);
    }
  }

  /** All events that meet a filter, for the operator, read page by page. */
  default Stream<Listed> list(EventFilter filter) {
    return Pages.entries(
        token ->
            list(filter, Pages.MAX_SIZE, token, Budget.of(Budget.Limits.TRACE), Caller.OPERATOR),
        Page::events,
        Page::nextToken);
  }

  /**
   * A page of events. First waits until all earlier events are indexed.
   *
   * @param size 1 to {@link Pages#MAX_SIZE}
   * @param token the token of the previous page; empty for the first page
   * @param budget the budget, of which only the time is spent
   * @param caller the caller; of a restricted event a stranger sees, at most, that it exists
   * @throws dev.nameplate.error.InvalidInputException if the size or the token is malformed
   * @throws dev.nameplate.error.NodeException {@code TIMED_OUT} if the time is up
   */
  Page list(EventFilter filter, int size, String token, Budget budget, Caller caller);
}
