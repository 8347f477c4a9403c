package dev.nameplate.trace;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The steps of an answer, made on demand: a quick summary, then depth by depth each event, followed
 * by the items that it is the first to reach, then the exact summary. The order is the same
 * whenever the same is asked as of the same position.
 *
 * <p>In a depth the items are followed in the order in which the log first names them, and the
 * events of each in the order in which they happened; the other events of a process come right
 * behind the one that was reached.
 *
 * <p>Used by one thread. It shows one moment, however long it takes; must be closed.
 */
public interface TraceSteps extends Iterator<TraceStep>, AutoCloseable {
  /**
   * Position behind the last step taken, for {@link TraceQuestion#resume}; empty where an answer
   * cannot be resumed: behind a step of another node, or behind the last step.
   */
  String resumeToken();

  /** The remaining steps. Closing the stream closes the steps. */
  default Stream<TraceStep> stream() {
    Spliterator<TraceStep> rest =
        Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED | Spliterator.NONNULL);
    return StreamSupport.stream(rest, false).onClose(this::close);
  }

  @Override
  void close();
}
