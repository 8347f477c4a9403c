package dev.nameplate.server.cli.resolve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Values;
import dev.nameplate.server.json.Json;
import dev.nameplate.server.json.RecordJson;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An answer in the form in which it is shown.
 *
 * @param answer the answer
 * @param values the values of its record to show
 * @param whole true if these are all values, so that withheld values are listed, too
 */
record AnswerView(Answer answer, List<RecordValue> values, boolean whole) {
  /** An answer with all values of its record. */
  static AnswerView whole(Answer answer) {
    return new AnswerView(
        answer, answer.record().map(IdentifierRecord::values).orElse(List.of()), true);
  }

  /** For programs. */
  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("identifier", answer.identifier().toString());
    json.put("outcome", answer.outcome().word());
    answer.record().ifPresent(record -> json.put("version", record.version()));
    json.set("values", RecordJson.write(values));
    json.put("verified", answer.verified());
    answer.record().ifPresent(record -> json.put("retired", record.retired()));
    answer.referral().ifPresent(to -> add(json, to));
    answer.statement().ifPresent(statement -> add(json, statement));
    answer.record().ifPresent(record -> record.withheld().forEach(json.withArray("withheld")::add));
    return json;
  }

  private void add(ObjectNode json, SignedStatement statement) {
    if (answer.record().isPresent()) {
      json.put("position", statement.position());
    }
    json.put("time", statement.batch().time().toString());
  }

  private static void add(ObjectNode json, Delegation to) {
    ObjectNode referral =
        json.putObject("referral")
            .put("prefix", to.prefix().toString())
            .put("holder", to.holder())
            .put("state", to.state().name())
            .put("validUntil", to.validity().until().toString());
    to.endpoints().forEach(endpoint -> referral.withArray("endpoints").add(endpoint.toString()));
  }

  /** The answer in lines for people. */
  List<String> lines(Output output) {
    List<String> lines = new ArrayList<>();
    String name = output.bold(VisibleText.of(answer.identifier().toString()));
    if (answer.referral().isPresent()) {
      lines.addAll(referral(name, answer.referral().get(), output));
    } else if (answer.absentThen().isPresent()) {
      lines.add(name + " " + answer.absentThen().get() + ".");
    } else if (answer.record().isEmpty()) {
      lines.add(
          name
              + " is not assigned"
              + (answer.absence().isPresent() ? "." : ", or was not at that time."));
    } else if (answer.record().get().retired()) {
      lines.add(name + " is retired, since " + time() + ".");
    } else {
      IdentifierRecord record = answer.record().get();
      lines.add(name + "  version " + record.version() + "  " + time());
      lines.addAll(Values.lines(values, whole ? record.withheld() : List.of()));
    }
    return lines;
  }

  private List<String> referral(String name, Delegation to, Output output) {
    String holder = to.prefix() + " is allotted to " + VisibleText.of(to.holder());
    return switch (to.state()) {
      case ACTIVE ->
          List.of(
              name + " is served by another node: " + holder + ".",
              "ask       "
                  + to.endpoints().stream()
                      .map(Endpoint::toString)
                      .map(VisibleText::of)
                      .collect(Collectors.joining(", "))
                  + "  (delegated until "
                  + to.validity().until()
                  + ")");
      case SUSPENDED ->
          List.of(
              "%s has no answer: %s; the prefix is %s."
                  .formatted(name, holder, output.bad("suspended")));
      case REVOKED ->
          List.of(
              name
                  + " has no answer: "
                  + holder
                  + "; the prefix is "
                  + output.bad("revoked")
                  + " permanently.");
    };
  }

  private String time() {
    return answer.statement().map(statement -> statement.batch().time().toString()).orElse("");
  }

  /**
   * For people: whether it was verified.
   *
   * @param checked whether there were anchors to check by
   */
  String proof(Output output, boolean checked) {
    if (answer.proof().isPresent()) {
      Verified<?> proof = answer.proof().get();
      return output.good("verified") + "  " + signed(proof) + by(proof);
    }
    return output.faint(
        checked
            ? "not verified: absence at an earlier time cannot be proven"
            : "not verified: give --anchor FILE to check the signature");
  }

  private static String signed(Verified<?> proof) {
    String signer = "signed by " + proof.batch().log() + " (" + proof.batch().suite() + ")";
    return proof.value() instanceof Absence absence
        ? "%s at %s, valid until %s"
            .formatted(signer, proof.time(), proof.time().plus(absence.timeToLive()))
        : signer + ", position " + proof.position();
  }

  private static String by(Verified<?> proof) {
    return proof.chain().isEmpty() ? "" : ", by " + Counts.of(proof.chain().size(), "delegation");
  }
}
