package dev.nameplate.wire;

import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ManyAnswer;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveResponse;
import java.util.ArrayList;
import java.util.List;

/** Packs answers as a node does. */
public final class Packed {
  private Packed() {}

  /** Messages of answers, so many in each. */
  public static List<ResolveManyResponse> messages(List<ResolveAllResponse> answers, int each) {
    List<ResolveManyResponse> messages = new ArrayList<>();
    for (int from = 0; from < answers.size(); from += each) {
      PackedAnswers.Packing packing = new PackedAnswers.Packing();
      answers.subList(from, Math.min(from + each, answers.size())).forEach(a -> add(a, packing));
      messages.add(packing.message());
    }
    return messages;
  }

  private static void add(ResolveAllResponse answer, PackedAnswers.Packing packing) {
    if (answer.hasError()) {
      packing.add(answer.getError());
      return;
    }
    ResolveResponse whole = answer.getAnswer();
    packing.add(
        ManyAnswer.newBuilder()
            .setOutcome(whole.getOutcome())
            .setSource(whole.getSource())
            .setTtlSeconds(whole.getTtlSeconds())
            .addAllSelected(whole.getSelectedList())
            .setNewestVersion(whole.getNewestVersion()),
        whole.hasStatement() ? SignedStatement.fromProto(whole.getStatement()) : null,
        whole.getChainList().stream().map(SignedStatement::fromProto).toList());
  }
}
