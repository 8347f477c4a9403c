package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.refusal;
import static dev.nameplate.server.demo.Expectation.require;

import com.google.protobuf.ByteString;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.demo.Story.Told;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.upstream.UpstreamException;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * Puts a lying node between a client and the others, and checks that the client notices. Used by
 * one thread.
 */
final class Lies {
  private static final Identifier COIL = SteelChain.COIL;
  private static final Identifier OTHER_COIL =
      Identifier.parse(SteelChain.MILL + "/PPGI-260706-003");

  private final Network network;
  private final Tracing tracing;

  Lies(Network network, Tracing tracing) {
    this.network = network;
    this.tracing = tracing;
  }

  Told tell() {
    Resolution.Found truth = network.ask(COIL);
    String weight = weightIn(truth);
    String more = (char) (weight.charAt(0) ^ 1) + weight.substring(1);
    List<String> lines = new ArrayList<>();
    lines.add("A malicious node sits between a client and the other nodes. It answers for " + COIL);
    tell(
        lines, "with one bit changed: " + more + " t instead of " + weight + " t", heavier(weight));
    tell(lines, "with the genuine record of another coil, " + OTHER_COIL.suffix(), this::swapped);
    tell(lines, "with one bit changed in the county's delegation to the mill", Lies::misled);
    tell(lines, "that there is no such coil", Lies::denied);
    long bits = flips(truth);
    lines.add(
        "Then every bit of the record's proof, one at a time: all " + bits + " were detected.");
    require(network.ask(COIL).verified().equals(truth.verified()), "the good answer is gone");
    lines.add(
        "Another malicious node answers a trace with one bit changed in one event. The event is named:");
    lines.add("    refused: " + tracing.askThroughALiar());
    lines.add("No client accepted any of it, and the honest nodes still answer correctly.");
    return new Told("5 forgeries and " + bits + " single-bit changes were detected", lines);
  }

  /** Tells a lie, and shows its refusal. */
  private void tell(List<String> lines, String what, UnaryOperator<ResolveResponse> lie) {
    try (LyingNode liar = LyingNode.open(network.recursive().connection(), lie);
        NodeClient client = network.clientOf(liar.endpoint())) {
      refusal(
          () -> {
            try {
              client.resolve(COIL);
            } catch (UpstreamException e) {
              lines.add("  - " + what);
              lines.add("    refused: " + brokenRule(e));
              throw e;
            }
          },
          ErrorReason.UPSTREAM_REJECTED);
      require(client.kept(Question.about(COIL)).isEmpty(), "a lie was kept");
    }
  }

  private static String brokenRule(UpstreamException refused) {
    if (refused.getCause() instanceof RejectedStatementException rule) {
      return rule.ruleName() + ", " + rule.getMessage();
    }
    throw new NodeException(ErrorReason.DATA_CORRUPT, "refused, but no rule is named");
  }

  private static UnaryOperator<ResolveResponse> heavier(String weight) {
    return answer -> {
      var statement = answer.getStatement();
      int digit = indexOf(statement.getBody(), weight);
      return answer.toBuilder()
          .setStatement(statement.toBuilder().setBody(flipped(statement.getBody(), digit, 0)))
          .build();
    };
  }

  private ResolveResponse swapped(ResolveResponse answer) {
    return network
        .recursive()
        .connection()
        .resolution()
        .resolve(QuestionCodec.request(Question.about(OTHER_COIL)).setRecursive(true).build());
  }

  private static ResolveResponse misled(ResolveResponse answer) {
    int last = answer.getChainCount() - 1;
    var delegation = answer.getChain(last);
    int port = indexOf(delegation.getBody(), "127.0.0.1:") + "127.0.0.1:".length();
    return answer.toBuilder()
        .setChain(last, delegation.toBuilder().setBody(flipped(delegation.getBody(), port, 0)))
        .build();
  }

  private static ResolveResponse denied(ResolveResponse answer) {
    return answer.toBuilder().setOutcome(Outcome.OUTCOME_ABSENT).build();
  }

  /** Changes each bit of a statement by itself; returns how many there are. */
  private long flips(Resolution.Found truth) {
    StatementVerifier verifier = network.verifier();
    Authority mill =
        verifier.authority(
            truth.verified().chain().stream().map(link -> link.statement()).toList(),
            COIL.prefix());
    ByteString bytes = truth.verified().statement().encoded().asByteString();
    long bits = bytes.size() * 8L;
    long caught =
        IntStream.range(0, bytes.size() * 8)
            .filter(bit -> isRefused(verifier, mill, flipped(bytes, bit / 8, bit % 8)))
            .count();
    require(caught == bits, "only " + caught + " of " + bits + " forgeries were detected");
    return bits;
  }

  private static boolean isRefused(StatementVerifier verifier, Authority mill, ByteString forged) {
    try {
      verifier.verify(SignedStatement.parse(Bytes.of(forged)), COIL, mill);
      return false;
    } catch (RejectedStatementException e) {
      return true;
    }
  }

  private static ByteString flipped(ByteString bytes, int index, int bit) {
    byte[] forged = bytes.toByteArray();
    forged[index] ^= (byte) (1 << bit);
    return ByteString.copyFrom(forged);
  }

  private static int indexOf(ByteString bytes, String text) {
    int index = bytes.toString(StandardCharsets.ISO_8859_1).indexOf(text);
    require(index >= 0, text + " is not in the statement");
    return index;
  }

  private static String weightIn(Resolution.Found coil) {
    return coil.record().values().stream()
        .filter(value -> value.type().equals("重量"))
        .map(value -> ((ValueData.Number) value.data()).text())
        .findFirst()
        .orElseThrow();
  }
}
