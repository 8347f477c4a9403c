package dev.nameplate.upstream;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.balance.LotBalance;
import dev.nameplate.trace.balance.ProcessYield;
import dev.nameplate.trace.balance.Reconciled;
import dev.nameplate.trace.balance.Reconciliation;
import dev.nameplate.trace.balance.Tolerance;
import dev.nameplate.v1.ReconcileRequest;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.wire.BalanceCodec;
import java.util.Optional;
import java.util.function.Consumer;

/** Balances of lots by another node, whose word they are. Thread-safe. */
final class RemoteReconciliation implements Reconciliation {
  private final RemoteCalls node;

  RemoteReconciliation(RemoteCalls node) {
    this.node = node;
  }

  @Override
  public LotBalance balance(Question question, Tolerance tolerance, Budget budget, Caller caller) {
    try (RemoteAnswer<ReconcileResponse> answer =
        open(BalanceCodec.request(question, tolerance, false), budget)) {
      while (answer.hasNext()) {
        if (part(answer.next()).orElse(null) instanceof Reconciled.Balance whole) {
          return whole.balance();
        }
      }
    }
    throw node.failures().unreadable("it gave no balance");
  }

  /**
   * Shows the yields that the node shows.
   *
   * @throws NodeException also {@code BUDGET_EXHAUSTED}, after these, if there are more
   */
  @Override
  public void yields(
      Question question, Budget budget, Caller caller, Consumer<ProcessYield> shown) {
    try (RemoteAnswer<ReconcileResponse> answer =
        open(BalanceCodec.request(question, Tolerance.NONE, true), budget)) {
      while (answer.hasNext()) {
        Reconciled part = part(answer.next()).orElse(null);
        if (part instanceof Reconciled.Yield yield) {
          shown.accept(yield.made());
        } else if (part instanceof Reconciled.MoreYields) {
          throw new NodeException(
              ErrorReason.BUDGET_EXHAUSTED,
              "node " + node.failures().node() + ": the lot has more yields than it shows");
        }
      }
    }
  }

  private RemoteAnswer<ReconcileResponse> open(ReconcileRequest request, Budget budget) {
    return node.open(() -> node.traces(budget).reconcile(request));
  }

  private Optional<Reconciled> part(ReconcileResponse response) {
    return node.failures().readable(() -> BalanceCodec.part(response));
  }
}
