package dev.nameplate.trace.recall;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The steps of a recall that begins when the first step is asked for. */
final class DeferredRecall implements RecallSteps {
  private final Supplier<RecallSteps> begin;
  private @Nullable RecallSteps begun;

  DeferredRecall(Supplier<RecallSteps> begin) {
    this.begin = begin;
  }

  @Override
  public boolean hasNext() {
    return begun().hasNext();
  }

  @Override
  public RecallStep next() {
    return begun().next();
  }

  private RecallSteps begun() {
    RecallSteps steps = begun == null ? begin.get() : begun;
    begun = steps;
    return steps;
  }

  @Override
  public void close() {
    if (begun != null) {
      begun.close();
    }
  }
}
