package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Recaller;
import dev.nameplate.v1.RecallResponse;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.RecallReader;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Recalls by another node, whose word they are. Thread-safe. */
final class RemoteRecall implements Recaller {
  private final RemoteCalls node;

  RemoteRecall(RemoteCalls node) {
    this.node = node;
  }

  @Override
  public RecallSteps recall(
      RecallQuestion question,
      Budget budget,
      Caller caller,
      Consumer<RecallStep.Progress> listener) {
    return new Steps(
        node.open(() -> node.traces(budget).recall(RecallCodec.request(question))),
        node.failures(),
        listener);
  }

  /** The steps as they come. */
  private static final class Steps implements RecallSteps {
    private final RemoteAnswer<RecallResponse> answer;
    private final RecallReader reader;
    private final RemoteFailures failures;
    private final Consumer<RecallStep.Progress> listener;
    private @Nullable RecallStep next;

    Steps(
        RemoteAnswer<RecallResponse> answer,
        RemoteFailures failures,
        Consumer<RecallStep.Progress> listener) {
      this.answer = answer;
      this.reader = new RecallReader(answer);
      this.failures = failures;
      this.listener = listener;
    }

    @Override
    public boolean hasNext() {
      while (next == null && failures.readable(reader::hasNext)) {
        take(reader.next());
      }
      return next != null;
    }

    private void take(RecallStep step) {
      if (step instanceof RecallStep.Progress progress) {
        listener.accept(progress);
      } else {
        next = step;
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

    @Override
    public void close() {
      answer.close();
    }
  }
}
