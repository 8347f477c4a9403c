package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.question;
import static dev.nameplate.server.grpc.Wire.restricted;
import static dev.nameplate.server.grpc.Wire.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.ErrorInfo;
import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.operation.ManyQuestion;
import dev.nameplate.v1.AssignRangeRequest;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.PackedAnswers;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResolveManyServiceTest {
  @TempDir Path directory;
  private ServedNode served;

  @BeforeEach
  void open() {
    served = ServedNode.in(directory.resolve("node"));
  }

  @AfterEach
  void close() {
    served.close();
  }

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void answers_are_those_of_one_question_each_in_their_order(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 40; i++) {
      served
          .registration()
          .assign(
              i % 5 == 0
                  ? assign("88.118.8/A" + i, text(1, "N", "a"), restricted(2, "PRICE", "1"))
                  : assign("88.118.8/A" + i, text(1, "N", "a" + i), text(2, "M", "b")));
    }
    served.node.registrar().retire(Identifier.parse("88.118.8/A7"), 1, OperationId.NONE);
    served
        .registration()
        .assignRange(
            AssignRangeRequest.newBuilder()
                .setPrefix("88.118.8")
                .setPattern("R-{seq:3}")
                .setFirst(1)
                .setLast(100)
                .addValues(text(1, "N", "{n}"))
                .build());
    List<String> asked = new ArrayList<>();
    while (asked.size() < 1 + random.nextInt(300)) {
      asked.add(
          switch (random.nextInt(8)) {
            case 0 -> "88.118.8/NONE-" + random.nextInt(5);
            case 1 -> "88.118.8/r-%03d".formatted(1 + random.nextInt(110));
            case 2 -> List.of("no slash", "", "88.999.9/A").get(random.nextInt(3));
            default -> "88.118.8/A" + random.nextInt(40);
          });
    }
    boolean first = random.nextInt(3) == 0;
    ResolveManyRequest.Builder request =
        ResolveManyRequest.newBuilder().addAllIdentifiers(asked).addTypes("M");
    if (first) {
      request.setVersion(1);
    }

    List<ResolveAllResponse> answers = unpacked(served, request.build());

    assertThat(answers).hasSameSizeAs(asked);
    for (int i = 0; i < asked.size(); i++) {
      ResolveRequest.Builder alone = question(asked.get(i)).toBuilder().addTypes("M");
      if (first) {
        alone.setVersion(1);
      }
      assertThat(told(answers.get(i))).as(asked.get(i)).isEqualTo(told(alone.build()));
    }
  }

  /** An answer without what differs in each absence: its time and signature. */
  private static ResolveAllResponse told(ResolveAllResponse answer) {
    return answer.getAnswer().getOutcome() == Outcome.OUTCOME_ABSENT
            && answer.getAnswer().getTtlSeconds() > 0
        ? ResolveAllResponse.newBuilder()
            .setAnswer(answer.getAnswer().toBuilder().clearStatement())
            .build()
        : answer;
  }

  private ResolveAllResponse told(ResolveRequest question) {
    try {
      ResolveResponse answer = served.resolution().resolve(question);
      return told(ResolveAllResponse.newBuilder().setAnswer(answer).build());
    } catch (StatusRuntimeException e) {
      return ResolveAllResponse.newBuilder().setError(itemError(e)).build();
    }
  }

  private static ItemError itemError(StatusRuntimeException e) {
    return ItemError.newBuilder()
        .setReason(Wire.detail(e, ErrorInfo.class).orElseThrow().getReason())
        .setField(Wire.field(e))
        .setMessage(String.valueOf(e.getStatus().getDescription()))
        .build();
  }

  private static List<ResolveAllResponse> unpacked(ServedNode node, ResolveManyRequest request) {
    List<ResolveAllResponse> answers = new ArrayList<>();
    node.resolution()
        .resolveMany(request)
        .forEachRemaining(
            message ->
                answers.addAll(
                    PackedAnswers.unpack(message, request.getIdentifiersCount() - answers.size())));
    return answers;
  }

  @Test
  void a_list_that_is_empty_or_too_long_is_refused_with_field_value_and_bounds() {
    assertRefused(ResolveManyRequest.getDefaultInstance(), "0 identifiers");
    assertRefused(
        ResolveManyRequest.newBuilder()
            .addAllIdentifiers(Collections.nCopies(ManyQuestion.MOST + 1, "88.118.8/A"))
            .build(),
        "10001 identifiers");
    assertRefused(
        ResolveManyRequest.newBuilder().addIdentifiers("88.118.8/A").setVersion(-1).build(),
        "version");
    assertThat(
            unpacked(
                served,
                ResolveManyRequest.newBuilder()
                    .addAllIdentifiers(Collections.nCopies(ManyQuestion.MOST, "88.118.8/A"))
                    .build()))
        .hasSize(ManyQuestion.MOST);
  }

  private void assertRefused(ResolveManyRequest request, String said) {
    StatusRuntimeException refusal =
        Wire.refused(
            () -> served.resolution().resolveMany(request).hasNext(),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);
    assertThat(refusal).hasMessageContaining(said).hasMessageContaining("expected");
    assertThat(Wire.field(refusal)).isIn("identifiers", "version");
  }

  @Test
  void large_records_come_in_messages_of_their_own_and_only_as_they_are_read() {
    String large = "x".repeat(200_000);
    for (int i = 0; i < 5; i++) {
      served.registration().assign(assign("88.118.8/L" + i, text(1, "T", large + i)));
    }
    Received<ResolveManyRequest, ResolveManyResponse> received = Received.nothingYet();
    ResolveManyRequest.Builder request = ResolveManyRequest.newBuilder();
    for (int i = 0; i < 1_000; i++) {
      request.addIdentifiers("88.118.8/L" + i % 5);
    }
    ResolutionServiceGrpc.newStub(served.channel()).resolveMany(request.build(), received);
    received.read(3);
    assertThat(received.soFar())
        .hasSize(3)
        .allSatisfy(message -> assertThat(message.getAnswersCount()).isEqualTo(1));
    received.call().cancel("enough", null);
  }

  @Test
  void small_records_share_messages_of_about_64_kib() {
    for (int i = 0; i < 50; i++) {
      served.registration().assign(assign("88.118.8/A" + i, text(1, "N", "a")));
    }
    ResolveManyRequest.Builder request = ResolveManyRequest.newBuilder();
    for (int i = 0; i < 5_000; i++) {
      request.addIdentifiers("88.118.8/A" + i % 50);
    }
    List<ResolveManyResponse> messages = new ArrayList<>();
    served.resolution().resolveMany(request.build()).forEachRemaining(messages::add);
    assertThat(messages.subList(0, messages.size() - 1))
        .allSatisfy(
            message -> assertThat(message.getSerializedSize()).isBetween(20 << 10, 90 << 10));
  }

  @Test
  void a_stranger_sees_no_restricted_value_and_the_operator_all() {
    try (ServedNode mine = ServedNode.in(directory.resolve("mine"), Caller.OPERATOR)) {
      ResolveManyRequest request =
          ResolveManyRequest.newBuilder().addIdentifiers("88.118.8/A").build();
      for (ServedNode node : List.of(served, mine)) {
        node.registration().assign(assign("88.118.8/A", restricted(2, "PRICE", "1")));
      }
      assertThat(disclosures(served, request)).isZero();
      assertThat(disclosures(mine, request)).isEqualTo(1);
    }
  }

  private static int disclosures(ServedNode node, ResolveManyRequest request) {
    return unpacked(node, request).get(0).getAnswer().getStatement().getDisclosuresCount();
  }
}
