package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.server.cli.options.AskOptions;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.StatementProgress;
import dev.nameplate.server.cli.resolve.Answer.Outcome;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.operation.ManyQuestion;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.wire.PackedAnswers;
import dev.nameplate.wire.Refusal;
import dev.nameplate.wire.SentAnswer;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Resolves the identifiers of a list, many in one call, and shows a line for each in their order.
 * Used by one thread.
 */
final class ResolveList {
  private final NodeConnection connection;
  private final AskOptions ask;
  private final AsOf asOf;
  private final Optional<TrustAnchors> anchors;
  private final AnswerCheck check;
  private final Function<Answer, AnswerView> view;
  private final Output output;
  private final Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
  private long shown;
  private long failed;

  /** A line of the list; without an identifier if that is malformed. */
  private record Entry(
      long line, String text, Optional<Identifier> identifier, Optional<Failure> malformed) {
    static Entry of(TextLines.Line line) {
      String text = line.text().orElse("a line of more than " + TextLines.MAX_LENGTH);
      try {
        text = TextLines.textOf(line);
        text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
        return new Entry(
            line.number(), text, Optional.of(Identifier.sought(text)), Optional.empty());
      } catch (NameplateException e) {
        return new Entry(line.number(), text, Optional.empty(), Optional.of(Failure.of(e)));
      }
    }
  }

  /**
   * Resolves by a connection.
   *
   * @param asOf the wanted version of every record
   * @param anchors the trust anchors; empty to believe the node
   * @param view the values to show of an answer
   */
  ResolveList(
      NodeConnection connection,
      AskOptions ask,
      AsOf asOf,
      Optional<TrustAnchors> anchors,
      Function<Answer, AnswerView> view,
      Output output) {
    this.connection = connection;
    this.ask = ask;
    this.asOf = asOf;
    this.anchors = anchors;
    this.check = new AnswerCheck(anchors, Clock.systemUTC());
    this.view = view;
    this.output = output;
  }

  /**
   * Resolves and shows everything, and the number of answers of each kind.
   *
   * @return the exit code: {@link ExitCode#OK} if every identifier was found
   * @throws io.grpc.StatusRuntimeException if a call fails; what was answered before is shown
   */
  int resolve(TextLines lines) {
    try (StatementProgress progress = StatementProgress.of("resolving", " identifiers", output)) {
      List<Entry> entries = next(lines);
      while (!entries.isEmpty()) {
        resolve(entries, progress);
        entries = next(lines);
      }
    }
    output.line(summary());
    return failed == 0 && shown == count(Outcome.FOUND) ? ExitCode.OK : ExitCode.NO;
  }

  /** The next lines, as many as fit into a call. */
  private static List<Entry> next(TextLines lines) {
    List<Entry> entries = new ArrayList<>();
    int room = PackedAnswers.MOST_REQUEST_BYTES;
    while (entries.size() < ManyQuestion.MOST && room > 0) {
      Optional<Entry> entry = lines.next().map(Entry::of);
      if (entry.isEmpty()) {
        return entries;
      }
      entries.add(entry.get());
      int length = entry.get().identifier().map(Identifier::utf8Length).orElse(0);
      room -= Math.max(length, entry.get().text().length()) + 3; // tag and length
    }
    return entries;
  }

  private void resolve(List<Entry> entries, StatementProgress progress) {
    List<Identifier> asked =
        entries.stream().flatMap(entry -> entry.identifier().stream()).toList();
    Iterator<ResolveAllResponse> answers =
        asked.isEmpty()
            ? List.<ResolveAllResponse>of().iterator()
            : ask.resolveMany(connection, asked, asOf);
    for (Entry entry : entries) {
      if (entry.identifier().isEmpty()) {
        fail(entry, entry.malformed().orElseThrow());
      } else if (answers.hasNext()) {
        show(entry, entry.identifier().get(), answers.next());
      } else {
        throw new UnacceptableAnswerException("it ended before the answer for " + entry.text());
      }
      progress.at(++shown);
    }
  }

  private void show(Entry entry, Identifier identifier, ResolveAllResponse result) {
    if (result.hasError()) {
      fail(entry, Failure.of(Refusal.fromProto(result.getError())));
      return;
    }
    SentAnswer response = new SentAnswer(result.getAnswer());
    Answer answer;
    try {
      answer = check.check(new Question(identifier, asOf), response);
    } catch (NameplateException e) {
      fail(entry, Failure.of(e));
      return;
    }
    counts.merge(answer.outcome(), 1L, Long::sum);
    AnswerView shownAnswer = view.apply(answer);
    if (output.json()) {
      RouteView route = new RouteView(List.of(), Duration.ZERO);
      LinkedAnswers answers = new LinkedAnswers(List.of(), answer, List.of());
      output.result(new ResolvedView(answers, shownAnswer, response, route, anchors).json());
    } else {
      output.line(
          output.bold(VisibleText.of(answer.identifier().toString()))
              + "  "
              + outcome(answer)
              + answer
                  .record()
                  .filter(record -> !record.retired())
                  .map(record -> "  version " + record.version())
                  .orElse("")
              + (answer.outcome() == Outcome.FOUND
                  ? "  " + Counts.of(shownAnswer.values().size(), "value")
                  : "")
              + (answer.verified() ? "  " + output.good("verified") : ""));
    }
  }

  private static String outcome(Answer answer) {
    return answer.record().filter(record -> record.retired()).isPresent()
        ? "absent  retired"
        : answer.outcome().word()
            + answer.referral().map(to -> "  to the node of " + to.prefix()).orElse("");
  }

  private void fail(Entry entry, Failure failure) {
    failed++;
    ObjectNode json =
        Json.object()
            .put("identifier", entry.text())
            .put("line", entry.line())
            .put("reason", failure.reason())
            .put("message", failure.message());
    output.result(json);
    output.line(
        output.bold(VisibleText.within(entry.text()))
            + "  "
            + output.bad("failed")
            + "  line "
            + entry.line()
            + ": "
            + failure.message());
  }

  private String summary() {
    return "%s: %,d found, %,d absent, %,d referred, %,d failed"
        .formatted(
            Counts.of(shown, "identifier"),
            count(Outcome.FOUND),
            count(Outcome.ABSENT),
            count(Outcome.REFERRED),
            failed);
  }

  private long count(Outcome outcome) {
    return counts.getOrDefault(outcome, 0L);
  }
}
