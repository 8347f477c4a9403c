package dev.nameplate.trace.recall;

import java.util.Iterator;

/**
 * The answer to a recall: first the totals, then each item, holder by holder, then the gaps, then
 * the totals again. The order is the same whenever the same is asked as of the same position, in
 * whatever order the suspects are given. Since an item of the first holder can be the last that is
 * found, all is found when the first step comes; {@link RecallStep.Progress} tells how many items
 * are affected before.
 *
 * <p>Used by one thread. It shows one moment, however long it takes; must be closed.
 */
public interface RecallSteps extends Iterator<RecallStep>, AutoCloseable {
  @Override
  void close();
}
