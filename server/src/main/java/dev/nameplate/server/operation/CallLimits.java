package dev.nameplate.server.operation;

import dev.nameplate.resolve.Budget;
import java.time.Duration;

/**
 * What the callers of one server may have it do.
 *
 * @param questionTime how long the work on a question may take that reads much: a trace, a recall,
 *     a balance, a list or a search. Time in which the answer waits for its reader is not counted
 * @param openAnswers how many streams of answers are open at once; each holds a snapshot of the
 *     store
 * @param logReaders how many callers read the log at once
 * @param patience how long a caller may leave a stream unread before it is ended
 */
public record CallLimits(
    Duration questionTime, int openAnswers, int logReaders, Duration patience) {
  private static final int OPEN_ANSWERS = 512;
  private static final int LOG_READERS = 1024;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** For callers in this process: an hour for a question. */
  public static final CallLimits LOCAL = within(Duration.ofHours(1));

  /** For remote callers. */
  public static CallLimits within(Duration questionTime) {
    return new CallLimits(questionTime, OPEN_ANSWERS, LOG_READERS, PATIENCE);
  }

  /** The budget of a question that reads much. */
  Budget.Limits question() {
    return Budget.Limits.TRACE.within(questionTime);
  }
}
