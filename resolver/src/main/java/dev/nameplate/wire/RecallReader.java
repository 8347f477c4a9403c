package dev.nameplate.wire;

import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.v1.RecallResponse;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a recall as a node sends them, without its progress. Steps of an unknown kind are
 * left out. An answer that ends before its last summary is an error, and not a shorter list.
 */
public final class RecallReader implements Iterator<RecallStep> {
  private final Iterator<RecallResponse> answer;
  private final Consumer<RecallStep.Progress> listener;
  private @Nullable RecallStep next;
  private boolean whole;

  /**
   * Reads an answer.
   *
   * @param listener receives the progress, on the thread that asks for the next step
   */
  public RecallReader(Iterator<RecallResponse> answer, Consumer<RecallStep.Progress> listener) {
    this.answer = answer;
    this.listener = listener;
  }

  @Override
  public boolean hasNext() {
    while (next == null && answer.hasNext()) {
      RecallCodec.step(answer.next()).ifPresent(this::take);
    }
    if (next == null && !whole) {
      throw new UnacceptableAnswerException("its answer to a recall ends before the last summary");
    }
    return next != null;
  }

  private void take(RecallStep step) {
    if (step instanceof RecallStep.Progress progress) {
      listener.accept(progress);
    } else {
      next = step;
      whole |= step instanceof RecallStep.Summary summary && summary.last();
    }
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
