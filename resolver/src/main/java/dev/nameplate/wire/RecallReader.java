package dev.nameplate.wire;

import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.v1.RecallResponse;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a recall as a node sends them. Steps of an unknown kind are left out. An answer that
 * ends before its last summary is an error, and not a shorter list.
 */
public final class RecallReader implements Iterator<RecallStep> {
  private final Iterator<RecallResponse> answer;
  private @Nullable RecallStep next;
  private boolean whole;

  /** Reads an answer. */
  public RecallReader(Iterator<RecallResponse> answer) {
    this.answer = answer;
  }

  @Override
  public boolean hasNext() {
    while (next == null && answer.hasNext()) {
      next = RecallCodec.step(answer.next()).orElse(null);
      whole |= next instanceof RecallStep.Summary summary && summary.last();
    }
    if (next == null && !whole) {
      throw new UnacceptableAnswerException("its answer to a recall ends before the last summary");
    }
    return next != null;
  }

  @Override
  public RecallStep next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    RecallStep step = next;
    next = null;
    return step;
  }
}
