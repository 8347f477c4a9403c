package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.access.Caller;
import dev.nameplate.assign.Capture;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.trace.Certification;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.RandomEvents;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceStep.Reason;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.certificate.AnswerRows;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.chain.Checkpoint;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.Certificate.Answer;
import dev.nameplate.trust.statement.Certificate.View;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.TraceCodec;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers are certified as they were given, and a mirror gives the same rows. */
final class CertifiedAnswersTest {
  private static final ItemId HEAT = ItemId.parse("88.118.8/HEAT");

  @TempDir private Path directory;

  private NodeConfig config() {
    return NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8").withoutPassphrase();
  }

  private static void capture(Node node, String from, String to, boolean restricted) {
    Capture capture =
        Capture.of(
            "88.118.8",
            Event.at(
                Instant.parse("2026-03-02T08:00:00Z"),
                new Processed(List.of(EventItem.of(from)), List.of(EventItem.of(to)))));
    node.events().capture(restricted ? capture.asRestricted() : capture);
  }

  private static List<RecallStep> recall(NodeView node, RecallQuestion question, Caller caller) {
    try (RecallSteps steps =
        node.recall().recall(question, Budget.of(Budget.Limits.TRACE), caller)) {
      List<RecallStep> all = new ArrayList<>();
      steps.forEachRemaining(all::add);
      return all;
    }
  }

  private static List<TraceStep> trace(NodeView node, TraceQuestion question, Caller caller) {
    try (TraceSteps steps = node.tracer().trace(question, Budget.of(Budget.Limits.TRACE), caller)) {
      return steps.stream().toList();
    }
  }

  private static Certification last(List<?> steps) {
    Object last = steps.get(steps.size() - 1);
    return (last instanceof TraceStep.Summary summary
            ? summary.certificate()
            : ((RecallStep.Summary) last).certificate())
        .orElseThrow();
  }

  private static Certificate verified(Node node, Certification certification) {
    StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
    return verifier
        .verifyCertificate(
            certification.statement(),
            verifier.authority(certification.chain(), node.anchor().prefixes().get(0)))
        .value();
  }

  @ParameterizedTest
  @EnumSource
  void the_last_summary_has_the_certificate_of_what_the_caller_was_told(SignatureSuite suite) {
    HashFunction hash = suite.hash();
    try (Node node = Node.open(config().withSuite(suite))) {
      capture(node, "88.118.8/HEAT", "88.118.8/COIL", false);
      capture(node, "88.118.8/COIL", "88.118.8/PANEL", true);
      for (Caller caller : Caller.all()) {
        RecallQuestion recalled = RecallQuestion.of(List.of(Suspect.of(HEAT))).certify(true);
        List<RecallStep> steps = recall(node, recalled, caller);
        AnswerRows rows = new AnswerRows(Answer.RECALL, hash);
        steps.forEach(step -> RecallCodec.row(RecallCodec.response(step)).ifPresent(rows::add));
        Certification certification = last(steps);
        Certificate certificate = verified(node, certification);

        certificate.requireAnswer(hash, certification.question(), rows.size(), rows.root());
        assertThat(certificate.rows()).isEqualTo(3); // the stranger's third is a gap
        assertThat(certificate.view()).isEqualTo(caller.seesAll() ? View.ALL : View.PUBLIC);
        assertThat(certificate.complete()).isEqualTo(caller.seesAll());
        assertThat(certificate.position()).isEqualTo(2);
        assertThat(Checkpoint.parse(certificate.checkpoint().text()).size()).isEqualTo(2);
        assertThat(RecallCodec.decoded(certification.question()))
            .isEqualTo(recalled.certify(false).asOf(new AsOf.Position(2)));

        TraceQuestion traced = TraceQuestion.downstream(HEAT).certify(true);
        List<TraceStep> traceSteps = trace(node, traced, caller);
        AnswerRows traceRows = new AnswerRows(Answer.TRACE, hash);
        traceSteps.forEach(
            step ->
                TraceCodec.row(TraceCodec.response(step, "token", List.of(), caller))
                    .ifPresent(traceRows::add));
        Certificate ofTrace = verified(node, last(traceSteps));
        ofTrace.requireAnswer(
            hash, last(traceSteps).question(), traceRows.size(), traceRows.root());
        assertThat(ofTrace.answer()).isEqualTo(Answer.TRACE);
        assertThat(ofTrace.rows()).isEqualTo(traceSteps.size() - 2);
        assertThat(TraceCodec.decoded(last(traceSteps).question()))
            .isEqualTo(traced.certify(false).asOf(new AsOf.Position(2)));
      }
    }
  }

  @Test
  void nothing_is_certified_unless_asked_for_or_without_a_key_or_in_part() {
    try (Node node = Node.open(config())) {
      capture(node, "88.118.8/HEAT", "88.118.8/COIL", false);
      RecallQuestion question = RecallQuestion.of(List.of(Suspect.of(HEAT)));
      List<RecallStep> plain = recall(node, question, Caller.OPERATOR);
      assertThat(((RecallStep.Summary) plain.get(plain.size() - 1)).certificate()).isEmpty();
      assertThatThrownBy(() -> TraceQuestion.downstream(HEAT).certify(true).resume("token"))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("certify");
      NodeConfig mirrored = NodeConfig.in(directory.resolve("mirror"));
      Mirror.follow(mirrored, Optional.of(node.anchors()), new Shown(node), false, done -> {});
      try (Mirror mirror = Mirror.open(mirrored)) {
        List<RecallStep> steps = recall(mirror, question.certify(true), Caller.STRANGER);
        assertThat(((RecallStep.Summary) steps.get(steps.size() - 1)).certificate()).isEmpty();
        assertThat(steps).isEqualTo(recall(node, question, Caller.STRANGER));
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {11, 12, 13, 14})
  void a_mirror_gives_the_rows_of_every_answer_but_gaps_at_hidden_events(long seed) {
    Random random = new Random(seed);
    RandomEvents events = new RandomEvents(seed, 12);
    NodeConfig mirrored = NodeConfig.in(directory.resolve("mirror"));
    int compared = 0;
    try (Node node = Node.open(config())) {
      for (int i = 0; i < 80; i++) {
        Capture capture = Capture.of("88.118.8", events.next());
        try {
          node.events().capture(random.nextInt(5) == 0 ? capture.asRestricted() : capture);
        } catch (NameplateException e) {
          assertThat(e).isNotNull(); // an event of items of others, or a withdrawal of nothing
        }
      }
      Mirror.follow(mirrored, Optional.of(node.anchors()), new Shown(node), false, done -> {});
      try (Mirror mirror = Mirror.open(mirrored)) {
        long end = node.head().statements();
        for (ItemId item : events.items()) {
          AsOf.State state = new AsOf.Position(end - random.nextInt(20));
          RecallQuestion recall = RecallQuestion.of(List.of(Suspect.of(item))).asOf(state);
          compared += compare(() -> rows(node, recall), () -> rows(mirror, recall));
          for (Direction direction : Direction.values()) {
            TraceQuestion trace =
                TraceQuestion.about(item, direction)
                    .asOf(state)
                    .history(random.nextBoolean())
                    .parts(random.nextBoolean())
                    .recursive(false);
            compared += compare(() -> rows(node, trace), () -> rows(mirror, trace));
          }
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
  }

  /** What a question gives, or the error. */
  private interface Rows {
    List<AnswerRow> get();
  }

  private static int compare(Rows own, Rows other) {
    boolean hidden =
        rows(own).stream().anyMatch(row -> row.gap().equals(Optional.of(Reason.NO_ACCESS)));
    List<Bytes> expected = shown(own, hidden);
    assertThat(shown(other, hidden)).isEqualTo(expected);
    return expected.size() > 1 ? 1 : 0;
  }

  /** The rows, without those that depend on hidden events if there are any. */
  private static List<Bytes> shown(Rows rows, boolean hidden) {
    try {
      return rows.get().stream()
          .filter(row -> !row.gap().equals(Optional.of(Reason.NO_ACCESS)))
          .filter(row -> !hidden || !row.gap().equals(Optional.of(Reason.UNKNOWN_ORIGIN)))
          .map(AnswerRow::encoded)
          .toList();
    } catch (NameplateException e) {
      return List.of(Bytes.utf8(e.reason().name()));
    }
  }

  private static List<AnswerRow> rows(Rows rows) {
    try {
      return rows.get();
    } catch (NameplateException e) {
      return List.of();
    }
  }

  private static List<AnswerRow> rows(NodeView node, RecallQuestion question) {
    return recall(node, question, Caller.STRANGER).stream()
        .flatMap(step -> AnswerRow.of(RecallCodec.response(step)).stream())
        .toList();
  }

  private static List<AnswerRow> rows(NodeView node, TraceQuestion question) {
    return trace(node, question, Caller.STRANGER).stream()
        .flatMap(
            step ->
                AnswerRow.of(TraceCodec.response(step, "", List.of(), Caller.STRANGER)).stream())
        .toList();
  }
}
