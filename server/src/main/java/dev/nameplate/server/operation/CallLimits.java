package dev.nameplate.server.operation;

import dev.nameplate.resolve.Budget;
import java.time.Duration;

/**
 * Limits of the work that callers of a server may cause.
 *
 * @param questionTime time limit of a large question: a trace, a recall, a balance, a list or a
 *     search. Time in which the answer waits for its reader is not counted
 * @param openAnswers the most open streams of answers; each holds a snapshot of the store
 * @param logReaders the most open readers of the log
 * @param patience time for which a caller may leave a stream unread before it is ended
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
