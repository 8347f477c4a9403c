package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.question;
import static dev.nameplate.server.grpc.Wire.text;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllRequest;
import dev.nameplate.v1.ResolveAllResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuestionStreamTest {
  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open() {
    served = ServedNode.in(directory.resolve("node"));
    served.registration().assign(assign("88.118.8/A", text(1, "N", "a")));
  }

  @AfterEach
  void close() {
    served.close();
  }

  @Test
  void answers_come_in_the_order_of_the_questions_and_errors_in_their_place() {
    Received<ResolveAllRequest, ResolveAllResponse> answers = resolveAll(Received.everything());
    for (int i = 0; i < 100; i++) {
      answers.call().onNext(ask("88.118.8/A"));
      answers.call().onNext(ask("88.118.8/B"));
      answers.call().onNext(ask("no slash"));
      answers.call().onNext(withUnknownField(ask("88.118.8/A"), 7));
      answers.call().onNext(ask("88.999.9/A"));
    }
    answers.call().onCompleted();

    List<ResolveAllResponse> all = answers.all();

    assertThat(all).hasSize(500);
    for (int i = 0; i < 500; i += 5) {
      assertThat(all.get(i).getAnswer().getOutcome()).isEqualTo(Outcome.OUTCOME_FOUND);
      assertThat(all.get(i + 1).getAnswer().getOutcome()).isEqualTo(Outcome.OUTCOME_ABSENT);
      assertThat(all.get(i + 2).getError().getReason()).isEqualTo("MALFORMED_IDENTIFIER");
      assertThat(all.get(i + 3).getError().getReason()).isEqualTo("INVALID_ARGUMENT");
      assertThat(all.get(i + 4).getError().getReason()).isEqualTo("NOT_AUTHORITATIVE");
    }
  }

  @Test
  void a_caller_who_reads_no_answers_is_not_read_from_for_long() {
    Received<ResolveAllRequest, ResolveAllResponse> answers = resolveAll(Received.nothingYet());
    int sent = sendWhileReady(answers);

    assertThat(sent).isEqualTo(QuestionStream.AHEAD);

    answers.read(Integer.MAX_VALUE);
    sent += sendWhileReady(answers);
    answers.call().onCompleted();
    assertThat(answers.all()).hasSize(sent);
    assertThat(sent).isGreaterThan(1000);
  }

  private Received<ResolveAllRequest, ResolveAllResponse> resolveAll(
      Received<ResolveAllRequest, ResolveAllResponse> caller) {
    ResolutionServiceGrpc.newStub(served.channel()).resolveAll(caller);
    return caller;
  }

  private static int sendWhileReady(Received<ResolveAllRequest, ResolveAllResponse> answers) {
    int sent = 0;
    while (answers.call().isReady() && sent < 2000) {
      answers.call().onNext(ask("88.118.8/A"));
      sent++;
    }
    return sent;
  }

  private static ResolveAllRequest ask(String identifier) {
    return ResolveAllRequest.newBuilder().setQuestion(question(identifier)).build();
  }
}
