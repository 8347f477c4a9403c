package dev.nameplate.server.demo;

import static dev.nameplate.server.demo.Expectation.require;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Hop;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Source;
import dev.nameplate.server.demo.Story.Told;
import dev.nameplate.trust.chain.ChainExplanation;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.upstream.NodeClient;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.QuestionCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Steps of an outside client that trusts only the root key: it resolves across the nodes, and
 * verifies offline. Used by one thread.
 */
final class AcrossNodes {
  private static final Identifier PANEL = SteelChain.PANEL;
  private static final Identifier NEVER_MADE =
      Identifier.parse(SteelChain.MILL + "/PPGI-260706-999");
  private static final int STEPS_TO_THE_HEAT = 6;
  private static final int NODES_ON_THE_WAY = 3;

  private final Network network;

  AcrossNodes(Network network) {
    this.network = network;
  }

  Told resolve() {
    Budget budget = Budget.standard();
    Resolution answer = network.client().resolve(Question.about(PANEL), budget);
    require(
        answer instanceof Resolution.Found found
            && found.verified().chain().size() == NODES_ON_THE_WAY - 1,
        PANEL + " is not proven down from the root");
    require(
        budget.upstreamCalls() == NODES_ON_THE_WAY,
        budget.upstreamCalls() + " nodes were queried, not " + NODES_ON_THE_WAY);
    List<String> lines = new ArrayList<>();
    lines.add("A buyer knows only the key and the address of 88. It resolves:");
    budget.route().forEach(hop -> lines.add("  " + line(hop)));
    lines.add("Every referral is signed, and so is the record: a chain of trust from 88 down.");
    Budget next = Budget.standard();
    network.client().resolve(Question.about(Identifier.parse("88.118.9/PANEL-260710-0032")), next);
    require(next.upstreamCalls() == 1, "the delegations were not remembered");
    lines.add("The next panel takes one query: the address of 88.118.9 is cached now.");
    return new Told(PANEL + " found across 3 nodes in 3 queries", lines);
  }

  private static String line(Hop hop) {
    return String.format(
        Locale.ROOT,
        "%-8s at %-16s %-9s %s",
        hop.authority(),
        hop.endpoint(),
        hop.outcome(),
        milliseconds(hop.took()));
  }

  private static String milliseconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
  }

  Told recursive() {
    long start = System.nanoTime();
    ResolveResponse cold = askRecursive();
    Duration first = Duration.ofNanos(System.nanoTime() - start);
    start = System.nanoTime();
    ResolveResponse warm = askRecursive();
    Duration second = Duration.ofNanos(System.nanoTime() - start);
    verify(network.verifier(), cold);
    verify(network.verifier(), warm);
    require(cold.getRouteCount() == NODES_ON_THE_WAY, "it did not ask 3 nodes");
    require(
        warm.getSource() == dev.nameplate.v1.Source.SOURCE_CACHE && warm.getRouteCount() == 0,
        "the second answer is not from the cache");
    require(
        warm.getStatement().equals(cold.getStatement())
            && warm.getChainList().equals(cold.getChainList()),
        "the cached answer has other bytes");
    return Told.of(
        "queried 3 nodes once, then answered from its cache",
        "A recursive node queries the three nodes for its callers, and caches the answers: "
            + milliseconds(first)
            + " the first time,",
        milliseconds(second)
            + " from its cache, byte for byte the same. It need not be trusted: the answer "
            + "includes the proof.");
  }

  private ResolveResponse askRecursive() {
    return network
        .recursive()
        .connection()
        .resolution()
        .resolve(
            QuestionCodec.request(Question.about(PANEL)).setRecursive(true).setRoute(true).build());
  }

  private static Verified<IdentifierRecord> verify(
      StatementVerifier verifier, ResolveResponse answer) {
    return verifier.verify(
        SignedStatement.fromProto(answer.getStatement()),
        answer.getChainList().stream().map(SignedStatement::fromProto).toList(),
        PANEL);
  }

  Told walkBack() {
    List<String> lines = new ArrayList<>();
    Identifier last = PANEL;
    try (NodeClient client = network.clientOf(network.recursive().endpoint())) {
      Optional<Identifier> next = Optional.of(PANEL);
      while (next.isPresent()) {
        last = next.get();
        IdentifierRecord record = Network.ask(client, last).record();
        Optional<RecordValue> from =
            record.values().stream()
                .filter(value -> value.data() instanceof ValueData.Reference)
                .findFirst();
        lines.add(
            String.format(
                "%-28s %s",
                last, from.map(value -> value.type() + " ->").orElseGet(() -> summary(record))));
        next = from.map(value -> ((ValueData.Reference) value.data()).to().identifier());
      }
    }
    require(
        lines.size() == STEPS_TO_THE_HEAT && last.toString().contains("HEAT"),
        "the way back ends at " + last);
    lines.add("Two companies, six steps, every step verified with the root key.");
    return new Told(PANEL + " comes from " + last, lines);
  }

  private static String summary(IdentifierRecord record) {
    return record.values().stream()
        .limit(3)
        .map(
            value ->
                value.data() instanceof ValueData.Text text
                    ? text.text()
                    : value.data() instanceof ValueData.Number number
                        ? value.type() + " " + number.text()
                        : value.type())
        .reduce((a, b) -> a + ", " + b)
        .orElse("");
  }

  Told verifyOffline() {
    Path answerFile = network.directory().resolve("panel.answer");
    Path anchorFile = network.directory().resolve("root-anchor.txt");
    try {
      Files.write(answerFile, askRecursive().toByteArray());
      Files.writeString(anchorFile, network.root().toString());
      // From here on nothing but the two files is used, as an inspector would, who has them on a
      // memory stick.
      TrustAnchors anchors = TrustAnchors.parse(Files.readString(anchorFile), "root-anchor.txt");
      Bytes kept = Bytes.wrap(Files.readAllBytes(answerFile));
      Verified<IdentifierRecord> panel =
          verify(
              new StatementVerifier(anchors, Clock.systemUTC()),
              ResolveResponse.parseFrom(kept.asByteString()));
      List<String> lines = new ArrayList<>();
      lines.add(
          "The answer was saved in a file of "
              + kept.size()
              + " bytes. With the root key and no network it proves:");
      ChainExplanation.of(panel, anchors).stream()
          .filter(line -> !line.startsWith(" "))
          .forEach(line -> lines.add("  " + line));
      return new Told(PANEL + " verified from a file of " + kept.size() + " bytes", lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Told absence() {
    Resolution answer = network.client().resolve(NEVER_MADE);
    require(
        answer instanceof Resolution.Absent absent && absent.denial().isPresent(),
        NEVER_MADE + " is not denied by a signature");
    Resolution again = network.client().resolve(NEVER_MADE);
    require(again.source() == Source.CACHE, "the absence was not kept");
    Verified<?> denial = ((Resolution.Absent) answer).denial().orElseThrow();
    return Told.of(
        NEVER_MADE + " does not exist, signed by " + SteelChain.MILL,
        "No coil " + NEVER_MADE + ": the mill's node signs exactly this statement,",
        "at "
            + denial.time()
            + ", valid for "
            + answer.timeToLive().toSeconds()
            + " s. No other node can make a product disappear.");
  }
}
