package dev.nameplate.wire;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.v1.EvidenceRequest;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Questions for evidence: from the wire and to it. The answers are steps of a trace. */
public final class EvidenceCodec {
  private EvidenceCodec() {}

  public static EvidenceQuestion question(EvidenceRequest request) {
    return new EvidenceQuestion(
        items("items", request.getItemsList()),
        items("containers", request.getContainersList()),
        QuestionCodec.state(
            request.hasPosition(),
            request.getPosition(),
            request.hasTimeMillis(),
            request.getTimeMillis()),
        request.getMaxEvents() == 0
            ? EvidenceQuestion.MAX_EVENTS
            : Unsigned.number("max_events", request.getMaxEvents()));
  }

  private static Set<ItemId> items(String field, List<String> texts) {
    return new LinkedHashSet<>(RegistrationCodec.each(field, texts, ItemId::sought));
  }

  public static EvidenceRequest request(EvidenceQuestion question) {
    EvidenceRequest.Builder request =
        EvidenceRequest.newBuilder().setMaxEvents(question.maxEvents());
    question.items().stream().map(ItemId::toString).sorted().forEach(request::addItems);
    question.containers().stream().map(ItemId::toString).sorted().forEach(request::addContainers);
    QuestionCodec.state(question.asOf(), request::setPosition, request::setTimeMillis);
    return request.build();
  }
}
