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
import java.util.function.Consumer;

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
    RemoteAnswer<RecallResponse> answer =
        node.open(() -> node.traces(budget).recall(RecallCodec.request(question)));
    return new Steps(answer, new RecallReader(answer, listener), node.failures());
  }

  /** The steps as they come. */
  private record Steps(
      RemoteAnswer<RecallResponse> answer, RecallReader reader, RemoteFailures failures)
      implements RecallSteps {
    @Override
    public boolean hasNext() {
      return failures.readable(reader::hasNext);
    }

    @Override
    public RecallStep next() {
      return failures.readable(reader::next);
    }

    @Override
    public void close() {
      answer.close();
    }
  }
}
