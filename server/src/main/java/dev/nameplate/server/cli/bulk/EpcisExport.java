package dev.nameplate.server.cli.bulk;

import dev.nameplate.epcis.EpcisWriter;
import dev.nameplate.event.Event;
import dev.nameplate.identifier.Prefix;
import io.grpc.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;

/**
 * Writes the events that were recorded under a prefix as one EPCIS document. They are asked for
 * several times, and are the same each time: what is recorded meanwhile is left out.
 */
final class EpcisExport {
  private final Channel channel;
  private final Prefix recorder;
  private final Progress progress;
  private final ListedEvents first;
  private long count;
  private boolean counted;

  EpcisExport(Channel channel, Prefix recorder, Progress progress) {
    this.channel = channel;
    this.recorder = recorder;
    this.progress = progress;
    this.first = new ListedEvents(channel, recorder, 0);
  }

  /**
   * Writes it.
   *
   * @throws IOException if the output cannot be written
   * @throws io.grpc.StatusRuntimeException if the node cannot be asked
   */
  void write(OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    EpcisWriter.write(this::open, writer, Instant.now());
    writer.flush();
  }

  /** Number of events. */
  long count() {
    return count;
  }

  /** Number of withheld events, which are left out. */
  long withheld() {
    return first.withheld();
  }

  private Iterator<Event> open() {
    if (!counted) {
      counted = true;
      return new Counted(first);
    }
    progress.expect(count);
    return first.behind() == 0 ? first : new ListedEvents(channel, recorder, first.behind());
  }

  /** Counts what passes. */
  private final class Counted implements Iterator<Event> {
    private final Iterator<Event> events;

    Counted(Iterator<Event> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      return events.hasNext();
    }

    @Override
    public Event next() {
      count++;
      progress.step();
      return events.next();
    }
  }
}
