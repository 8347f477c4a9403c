package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Reconciliation;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import java.util.ArrayList;
import java.util.List;

/** Answers what became of all there was of a lot. */
final class Balances {
  /** The most yields of an answer; about 150 bytes each. */
  private static final int MOST_YIELDS = 10_000;

  private Balances() {}

  /** Says that enough yields were seen. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super("enough", null, false, false);
    }
  }

  static List<ReconcileResponse> of(
      Reconciliation reconciliation, ReconcileRequest request, Budget budget, Caller caller) {
    Reconciliation.Question question = ReconcileCodec.question(request, caller);
    List<ReconcileResponse> answer = new ArrayList<>();
    answer.add(
        ReconcileCodec.response(
            reconciliation.balance(question, ReconcileCodec.tolerance(request), budget)));
    if (request.getYields()) {
      addYields(reconciliation, question, budget, answer);
    }
    return answer;
  }

  private static void addYields(
      Reconciliation reconciliation,
      Reconciliation.Question question,
      Budget budget,
      List<ReconcileResponse> answer) {
    try {
      reconciliation.yields(
          question,
          budget,
          made -> {
            if (answer.size() > MOST_YIELDS) {
              throw new EnoughException();
            }
            answer.add(ReconcileCodec.response(made));
          });
    } catch (EnoughException e) {
      answer.add(ReconcileResponse.newBuilder().setMoreYields(true).build());
    }
  }
}
