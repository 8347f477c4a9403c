package dev.nameplate.server.cli.verify;

import dev.nameplate.access.Caller;
import dev.nameplate.error.VisibleText;
import dev.nameplate.node.NodeView;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Budget;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.trace.Direction;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.wire.AnswerRow;
import dev.nameplate.wire.RecallCodec;
import dev.nameplate.wire.TraceCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The question of a certified answer. */
sealed interface CertifiedQuestion {
  /**
   * Reads a question.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed, or as of another
   *     position than the certificate
   */
  static CertifiedQuestion of(Certificate certificate, Bytes question) {
    CertifiedQuestion read =
        certificate.answer() == Certificate.Answer.TRACE
            ? new OfTrace(TraceCodec.decoded(question))
            : new OfRecall(RecallCodec.decoded(question));
    if (!read.asOf().equals(new AsOf.Position(certificate.position()))) {
      throw Rule.ANSWER_DIFFERS.broken("the question is as of another position");
    }
    return read;
  }

  /** The question in words, with all settings that are not the default. */
  String text();

  /** The items that it is about. */
  List<String> items();

  /** The state of the log that it is about. */
  AsOf.State asOf();

  /** True if other nodes were asked. */
  boolean recursive();

  /** Asks a node the question; its rows go to a receiver. */
  void ask(NodeView node, Caller caller, Consumer<AnswerRow> rows);

  private static void limits(List<String> words, int depth, long items, boolean recursive) {
    if (depth > 0) {
      words.add("at most " + Counts.of(depth, "process", "processes"));
    }
    if (items > 0) {
      words.add("at most " + Counts.of(items, "item"));
    }
    if (recursive) {
      words.add("across nodes");
    }
  }

  /** A question of a trace. */
  record OfTrace(TraceQuestion question) implements CertifiedQuestion {
    @Override
    public String text() {
      List<String> words = new ArrayList<>();
      words.add(
          "trace %s of %s"
              .formatted(
                  question.direction() == Direction.UPSTREAM ? "up" : "down",
                  VisibleText.of(question.item().toString())));
      limits(words, question.maxDepth(), question.maxItems(), question.recursive());
      if (question.history()) {
        words.add("with history");
      }
      if (question.parts()) {
        words.add("with parts");
      }
      if (question.strict()) {
        words.add("without impossible steps");
      }
      if (!question.slack().equals(TraceQuestion.DEFAULT_SLACK)) {
        words.add("slack " + question.slack());
      }
      return String.join(", ", words);
    }

    @Override
    public List<String> items() {
      return List.of(question.item().toString());
    }

    @Override
    public AsOf.State asOf() {
      return question.asOf();
    }

    @Override
    public boolean recursive() {
      return question.recursive();
    }

    @Override
    public void ask(NodeView node, Caller caller, Consumer<AnswerRow> rows) {
      try (TraceSteps steps =
          node.tracer().trace(question, Budget.of(Budget.Limits.TRACE), caller)) {
        steps.forEachRemaining(
            step -> AnswerRow.of(TraceCodec.response(step, "", List.of(), caller)).ifPresent(rows));
      }
    }
  }

  /** A question of a recall. */
  record OfRecall(RecallQuestion question) implements CertifiedQuestion {
    private static final int MOST_SHOWN = 8;

    @Override
    public String text() {
      List<String> words = new ArrayList<>();
      for (Suspect suspect : question.suspects()) {
        if (words.size() == MOST_SHOWN) {
          words.add((question.suspects().size() - MOST_SHOWN) + " more");
          break;
        }
        words.add(
            VisibleText.of(suspect.item().toString())
                + suspect.from().map(from -> " from " + from).orElse("")
                + suspect.until().map(until -> " until " + until).orElse(""));
      }
      limits(words, question.maxDepth(), question.maxItems(), question.recursive());
      question
          .received()
          .ifPresent(
              period ->
                  words.add("received from %s to %s".formatted(period.from(), period.until())));
      if (!question.slack().equals(RecallQuestion.DEFAULT_SLACK)) {
        words.add("slack " + question.slack());
      }
      return "recall of " + String.join(", ", words);
    }

    @Override
    public List<String> items() {
      return question.suspects().stream().map(suspect -> suspect.item().toString()).toList();
    }

    @Override
    public AsOf.State asOf() {
      return question.asOf();
    }

    @Override
    public boolean recursive() {
      return question.recursive();
    }

    @Override
    public void ask(NodeView node, Caller caller, Consumer<AnswerRow> rows) {
      try (RecallSteps steps =
          node.recall().recall(question, Budget.of(Budget.Limits.TRACE), caller)) {
        steps.forEachRemaining(step -> AnswerRow.of(RecallCodec.response(step)).ifPresent(rows));
      }
    }
  }
}
