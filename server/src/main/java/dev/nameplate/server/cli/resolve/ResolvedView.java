package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.resolve.Source;
import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.cli.resolve.LinkedAnswers.Reference;
import dev.nameplate.server.cli.verify.ProofView;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.wire.SentAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result of a question, as {@code resolve} shows it.
 *
 * @param answers the answer with linked answers
 * @param shown the answer, with the requested values
 * @param response its origin and the time for which it may be reused
 * @param route the nodes asked
 * @param anchors the trust anchors; empty if nothing was verified
 */
record ResolvedView(
    LinkedAnswers answers,
    AnswerView shown,
    SentAnswer response,
    RouteView route,
    Optional<TrustAnchors> anchors) {
  /** For programs. */
  ObjectNode json() {
    ObjectNode json = shown.json();
    json.put("source", source()).put("ttl", timeToLive());
    if (response.newestVersion() != 0) {
      json.put("newestVersion", response.newestVersion());
    }
    if (!answers.aliases().isEmpty()) {
      ArrayNode aliases = json.putArray("aliases");
      answers.aliases().forEach(alias -> aliases.add(AnswerView.whole(alias).json()));
    }
    if (!answers.references().isEmpty()) {
      ArrayNode references = json.putArray("references");
      answers.references().forEach(reference -> references.add(json(reference)));
    }
    return json;
  }

  private static ObjectNode json(Reference reference) {
    return reference
        .answer()
        .map(answer -> AnswerView.whole(answer).json())
        .orElseGet(
            () -> {
              ObjectNode json = Json.object().put("identifier", reference.identifier().toString());
              reference
                  .failure()
                  .ifPresent(
                      failure ->
                          json.put("reason", failure.reason()).put("message", failure.message()));
              return json;
            });
  }

  /** Adds, for programs, why the answer is believed. */
  void explain(ObjectNode json) {
    json.putArray("chain");
    json.putArray("explanation");
    answers
        .answer()
        .proof()
        .map(ProofView::new)
        .ifPresent(
            proof -> {
              json.set("chain", proof.chain());
              json.set("explanation", proof.explanationJson(anchors.orElseThrow()));
            });
  }

  /** The answer, linked answers and their origin, in lines for people. */
  List<String> lines(Output output) {
    List<String> lines = new ArrayList<>();
    answers
        .aliases()
        .forEach(
            alias ->
                lines.add(
                    VisibleText.of(alias.identifier().toString())
                        + " is an alias"
                        + (alias.verified() ? ", " + output.good("verified") : "")
                        + "; its target is"));
    lines.addAll(shown.lines(output));
    lines.add(shown.proof(output, anchors.isPresent()));
    lines.add("from      " + told(output) + "; may be reused for " + lasting(timeToLive()));
    for (Reference reference : answers.references()) {
      lines.add("refers to " + told(reference, output));
      reference
          .answer()
          .ifPresent(
              answer ->
                  Values.lines(AnswerView.whole(answer).values(), List.of())
                      .forEach(line -> lines.add("  " + line)));
    }
    return lines;
  }

  private static String told(Reference reference, Output output) {
    String name = output.bold(VisibleText.of(reference.identifier().toString()));
    return reference
        .answer()
        .map(
            answer ->
                name
                    + "  "
                    + answer.outcome().word()
                    + (answer.verified() ? "  " + output.good("verified") : ""))
        .orElseGet(
            () ->
                "%s  %s: %s"
                    .formatted(
                        name,
                        output.bad("no answer"),
                        reference.failure().map(Failure::message).map(VisibleText::of).orElse("")));
  }

  private String told(Output output) {
    return response.source().map(source -> told(source, output)).orElse("unknown");
  }

  private static String told(Source source, Output output) {
    return switch (source) {
      case OWN -> "the node's own records";
      case UPSTREAM -> "another node, queried just now";
      case CACHE -> "cache: another node was queried earlier";
      case STALE ->
          output.warning("STALE")
              + " cache: another node was queried earlier, and no node gives a newer answer now";
    };
  }

  private String source() {
    return response
        .source()
        .map(source -> source.name().toLowerCase(Locale.ROOT))
        .orElse("unspecified");
  }

  private long timeToLive() {
    return response.timeToLive().toSeconds();
  }

  /** A time to live in words. */
  private static String lasting(long seconds) {
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200
        ? seconds / 60 + " min"
        : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " days";
  }

  /** For people: why the answer is believed, and every rule that was checked. */
  List<String> explanation(Output output) {
    List<String> lines = new ArrayList<>();
    answers
        .answer()
        .proof()
        .map(ProofView::new)
        .ifPresent(
            proof -> {
              lines.add("verified because");
              proof.explanation(anchors.orElseThrow()).forEach(line -> lines.add("  " + line));
              lines.add("checked");
              proof.rules(true).forEach(rule -> lines.add("  " + output.good("ok") + "  " + rule));
            });
    return lines;
  }

  /**
   * For people: what to do about a referral.
   *
   * @param askedOthers whether others were to be asked
   */
  Optional<String> advice(boolean askedOthers) {
    return answers
        .answer()
        .referral()
        .filter(to -> to.state() == Delegation.State.ACTIVE)
        .map(
            to ->
                askedOthers
                    ? "next      this node queries no other nodes; use --iterative, or --node "
                        + "with an endpoint above"
                    : "next      use --recursive or --iterative to query other nodes, or --node "
                        + "with an endpoint above");
  }
}
