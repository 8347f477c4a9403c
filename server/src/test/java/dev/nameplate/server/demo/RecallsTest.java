package dev.nameplate.server.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trust.key.SignatureSuite;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps of a recall, if the events of a node differ from the tables of the sample. */
final class RecallsTest {
  @TempDir Path directory;
  private Network network;
  private Recalls recalls;

  @BeforeEach
  void steel_chain_of_two_companies() {
    network = Network.open(directory, SignatureSuite.ED25519_SHA256);
    network.allot();
    new SteelChain(network).assign();
    Tracing tracing = new Tracing(network);
    tracing.capture();
    network.mill().awaitProof();
    network.panelMaker().awaitProof();
    recalls = new Recalls(network, tracing.anchor(), tracing.sample());
  }

  @AfterEach
  void close() {
    network.close();
  }

  @Test
  void each_step_fails_once_an_event_between_heat_and_panel_is_withdrawn() {
    String mill = network.mill().connection().target();
    String casting =
        Run.of("events", "--item", SteelChain.HEAT, "--kind", "process", "--node", mill, "--json")
            .ok()
            .jsonLines()
            .get(0)
            .path("identifier")
            .asText();
    Run.of("capture", "withdraw", casting, "--reason", "wrong heat", "--node", mill).ok();

    Map.<String, Story.Step>of(
            "the affected items or their holders differ from the sample", recalls::recallAcross,
            "the receivers of the period differ from the sample", recalls::receivedBetween,
            "the rows of recall.csv differ from the sample", recalls::sheet,
            "the saved trace is refused: *", recalls::verifyPath)
        .forEach(
            (message, step) ->
                assertThatThrownBy(step::take)
                    .isInstanceOf(NodeException.class)
                    .hasMessageMatching(message.replace("*", "(?s).*")));
  }
}
