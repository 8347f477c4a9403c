package dev.nameplate.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Update;
import dev.nameplate.cache.CacheStatistics;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.LinkedAnswer;
import dev.nameplate.v1.LotAccount;
import dev.nameplate.v1.LotBalance;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ReconcileResponse;
import dev.nameplate.v1.ResolveResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a codec writes, it reads as the same. */
final class CodecsTest {
  private static final Instant TIME = Instant.parse("2026-07-01T08:00:00Z");

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_question_comes_back(long seed) {
    Random random = new Random(seed);
    Question question = new Question(identifier(random), asOf(random));
    boolean certify = random.nextBoolean();
    TraceQuestion trace =
        new TraceQuestion(
            ItemId.parse("88.118.8/COIL-" + random.nextInt(9)),
            random.nextBoolean() ? Direction.UPSTREAM : Direction.DOWNSTREAM,
            state(random),
            random.nextInt(9),
            random.nextInt(9),
            random.nextBoolean(),
            Duration.ofMillis(random.nextInt(99)),
            random.nextBoolean(),
            random.nextBoolean(),
            random.nextBoolean(),
            certify ? "" : "token" + random.nextInt(9),
            certify ? Set.of() : Set.of(Prefix.parse("88.118." + random.nextInt(9))),
            certify);
    RecallQuestion recall =
        new RecallQuestion(
            List.of(
                new Suspect(
                    ItemId.parse("88.118.8/HEAT"),
                    random.nextBoolean() ? Optional.empty() : Optional.of(TIME),
                    random.nextBoolean() ? Optional.empty() : Optional.of(TIME.plusMillis(1)))),
            state(random),
            Duration.ofMillis(random.nextInt(99)),
            random.nextInt(9),
            random.nextInt(9),
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(new Period(TIME, TIME.plusMillis(1 + random.nextInt(9)))),
            random.nextBoolean(),
            random.nextBoolean());

    assertThat(QuestionCodec.question(QuestionCodec.request(question).build())).isEqualTo(question);
    assertThat(TraceCodec.question(TraceCodec.request(trace))).isEqualTo(trace);
    assertThat(RecallCodec.question(RecallCodec.request(recall))).isEqualTo(recall);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void a_write_and_its_receipt_come_back(long seed) {
    Random random = new Random(seed);
    Assignment assignment =
        Assignment.of("88.118.8/COIL-" + seed)
            .value(1, "URL", "https://mill.example/" + seed)
            .operation("op-" + seed);
    Update update =
        new Update(
            identifier(random),
            1 + random.nextInt(9),
            assignment.values(),
            OperationId.of("op-" + random.nextInt(9)));
    boolean range = random.nextBoolean();
    Receipt receipt =
        new Receipt(
            identifier(random),
            1 + random.nextInt(9),
            OperationId.of(random.nextBoolean() ? "" : "op"),
            random.nextBoolean(),
            random.nextInt(99),
            random.nextInt(99),
            TIME.plusMillis(random.nextInt(99)),
            range ? Optional.of(new Receipt.Extent(identifier(random), 5)) : Optional.empty(),
            List.of());

    assertThat(RegistrationCodec.assignment(RegistrationCodec.request(assignment)))
        .isEqualTo(assignment);
    assertThat(RegistrationCodec.update(RegistrationCodec.request(update))).isEqualTo(update);
    assertThat(ReceiptCodec.fromProto(ReceiptCodec.toProto(receipt))).isEqualTo(receipt);
  }

  @ParameterizedTest
  @EnumSource(RecallStep.Reason.class)
  void a_recall_comes_back(RecallStep.Reason reason) {
    List<RecallStep> steps = new ArrayList<>();
    EventId event = new EventId(Bytes.wrap(new byte[32]));
    Quantity much = new Quantity(new BigDecimal("1.50"), "TNE");
    for (RecallStep.Presence presence : RecallStep.Presence.values()) {
      for (RecallStep.Extent extent : RecallStep.Extent.values()) {
        steps.add(
            new RecallStep.Affected(
                ItemId.parse("88.118.8/COIL"),
                3,
                reason,
                "Shop A",
                Optional.of(ItemId.parse("88.118.8/CRATE")),
                presence,
                extent,
                List.of(much),
                List.of(much),
                Optional.of(
                    new RecallStep.Making(
                        event, Prefix.parse("88.118.8"), TIME, "hall 3", Optional.of(much))),
                Optional.of(
                    new RecallStep.Handover(
                        event, TIME, "88.118.8", "Shop A", "gate", List.of("DESADV-1")))));
      }
    }
    steps.add(new RecallStep.Hole(TraceStep.Reason.NO_ACCESS, 2, Optional.empty()));
    steps.add(new RecallStep.Progress(9, 4, Optional.of(new RecallStep.Found(1, 2, 3, 4))));
    steps.add(
        new RecallStep.Summary(
            List.of(
                new RecallStep.Total(
                    "Shop A", reason.certainty(), "TNE", BigDecimal.ONE, new BigDecimal("2.5"), 3)),
            1,
            2,
            3,
            4,
            5,
            6,
            false,
            99,
            TIME,
            true));

    for (RecallStep step : steps) {
      assertThat(RecallCodec.step(RecallCodec.response(step))).contains(step);
    }
  }

  @Test
  void a_malformed_receipt_is_the_fault_of_the_answer() {
    assertThatThrownBy(() -> ReceiptCodec.fromProto(dev.nameplate.v1.Receipt.newBuilder().build()))
        .isInstanceOf(UnacceptableAnswerException.class)
        .hasMessageContaining("malformed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--5", "-", "1e9999", "----------------"})
  void a_malformed_amount_of_a_balance_is_the_fault_of_the_answer(String amount) {
    ReconcileResponse response =
        ReconcileResponse.newBuilder()
            .setBalance(
                LotBalance.newBuilder()
                    .setItem("88.118.8/COIL")
                    .addAccounts(LotAccount.newBuilder().setUnit("TNE").setMade(amount)))
            .build();

    assertThatThrownBy(() -> BalanceCodec.part(response))
        .isInstanceOf(UnacceptableAnswerException.class)
        .hasMessageContaining("malformed");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void statistics_come_back(long seed) {
    Random random = new Random(seed);
    long[] n = random.longs(11, 0, Long.MAX_VALUE).toArray();
    CacheStatistics statistics =
        new CacheStatistics(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9], n[10]);
    assertThat(StatisticsCodec.statistics(StatisticsCodec.response(statistics)))
        .isEqualTo(statistics);
  }

  @Test
  void a_listed_identifier_is_read_as_it_was_recorded() {
    var sent = dev.nameplate.v1.SignedStatement.getDefaultInstance();
    assertThat(new ListingCodec.Listed(sent, "https://mill.example/COIL-1").identifier())
        .hasToString("https://mill.example/COIL-1");
    assertThatThrownBy(() -> new ListingCodec.Listed(sent, "no slash").identifier())
        .isInstanceOf(UnacceptableAnswerException.class)
        .hasMessageContaining("the slash is missing");
  }

  @Test
  void answers_about_references_are_read_beside_the_answer() {
    SentAnswer answer =
        new SentAnswer(
            ResolveResponse.newBuilder()
                .setTtlSeconds(-1)
                .addReferences(
                    LinkedAnswer.newBuilder()
                        .setIdentifier("https://mill.example/COIL-1")
                        .setOutcome(Outcome.OUTCOME_REFERRED))
                .addReferences(
                    LinkedAnswer.newBuilder()
                        .setIdentifier("no slash")
                        .setError(new Refusal("TIMED_OUT", "", "its time is up").toProto()))
                .build());
    assertThat(answer.references().get(0).identifier().orElseThrow())
        .hasToString("https://mill.example/COIL-1");
    assertThat(answer.references().get(0).answer().isReferral()).isTrue();
    assertThat(answer.references().get(0).refusal()).isEmpty();
    assertThat(answer.references().get(1).identifier()).isEmpty();
    assertThat(answer.references().get(1).refusal())
        .contains(new Refusal("TIMED_OUT", "", "its time is up"));
    assertThat(answer.timeToLive()).isEqualTo(Duration.ofSeconds(0xffff_ffffL));
    assertThat(answer.source()).isEmpty();
    assertThat(answer.statement()).isEmpty();
  }

  @Test
  void of_a_restricted_value_an_assignment_is_named_by_its_index_only() {
    RecordValue open = RecordValue.text(1, "URL", "https://a");
    RecordValue restricted =
        RecordValue.text(7, "PRICE", "12").withPermissions(Permissions.RESTRICTED);
    assertThat(
            RegistrationCodec.named(
                Assignment.of("88.118.8/COIL").value(open).value(restricted).operation("op")))
        .isEqualTo(
            Bytes.of(
                AssignRequest.newBuilder()
                    .setIdentifier("88.118.8/COIL")
                    .addValues(RecordValues.toProto(open))
                    .addValues(dev.nameplate.v1.RecordValue.newBuilder().setIndex(7))
                    .build()
                    .toByteString()));
  }

  private static Identifier identifier(Random random) {
    return Identifier.parse("88.118.8/COIL-" + random.nextInt(1000));
  }

  private static AsOf asOf(Random random) {
    return random.nextInt(4) == 0 ? new AsOf.Version(1 + random.nextInt(9)) : state(random);
  }

  private static AsOf.State state(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> AsOf.Newest.NEWEST;
      case 1 -> new AsOf.Position(random.nextInt(99));
      default -> new AsOf.Time(TIME.plusMillis(random.nextInt(99)));
    };
  }
}
