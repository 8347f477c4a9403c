package dev.nameplate.server.cli.bulk;

import com.google.common.collect.AbstractIterator;
import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.trace.read.EventFilter;
import dev.nameplate.v1.TraceServiceGrpc;
import dev.nameplate.wire.EventListCodec;
import dev.nameplate.wire.Read;
import io.grpc.Channel;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The events that were recorded under a prefix, in the order of the log, page by page. They are not
 * verified. Used by one thread.
 */
final class ListedEvents extends AbstractIterator<Event> {
  private final Iterator<EventListCodec.Listed> listed;
  private long withheld;
  private long behind;

  /**
   * Starts the list.
   *
   * @param until the position of the log before which events are listed; 0 for all
   */
  ListedEvents(Channel channel, Prefix recorder, long until) {
    var events = TraceServiceGrpc.newBlockingStub(channel);
    EventFilter filter = EventFilter.ALL.recordedBy(Optional.of(recorder)).before(until);
    this.listed =
        new Paged<>(
            Long.MAX_VALUE,
            (size, token) ->
                EventListCodec.page(
                    events.listEvents(EventListCodec.request(filter, size, token))));
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
  protected @Nullable Event computeNext() {
    while (listed.hasNext()) {
      EventListCodec.Listed event = listed.next();
      behind = Math.max(behind, event.position() + 1);
      Optional<Event> shown = Read.unverifiedEvent(event.statement(), List.of()).value().event();
      if (shown.isPresent()) {
        return shown.get();
      }
      withheld++;
    }
    return endOfData();
  }
}
