package dev.nameplate.server.bench;

import dev.nameplate.assign.Capture;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Capturing the events of a steel works, all in flight at once, until the last receipt is there;
 * against assigning coils in the same way. An event names three items or so.
 */
final class BulkCapture {
  private static final int EVENTS_A_TURN = 10_000;

  private BulkCapture() {}

  static Figure measure(Scratch scratch, SignatureSuite suite, int rounds) {
    try (Node assigning = open(scratch, "assigning-" + suite, suite);
        Node capturing = open(scratch, "capturing-" + suite, suite)) {
      return Figure.ofRates(
          "bulk capture, " + suite,
          "bulk assign, same code, same suite",
          Rounds.run(
                  rounds,
                  List.of(
                      new BulkAssign.Assigning(assigning, EVENTS_A_TURN), new Capturing(capturing)))
              .compare(1, 0),
          0.60);
    }
  }

  private static Node open(Scratch scratch, String name, SignatureSuite suite) {
    return Node.open(
        NodeConfig.in(scratch.resolve(name))
            .authorityFor(Coils.PREFIX)
            .withoutPassphrase()
            .withSuite(suite));
  }

  private static final class Capturing implements Contestant {
    private static final Prefix MILL = Prefix.parse(Coils.PREFIX);

    private final Node node;
    private final LineageEvents events =
        new LineageEvents(LineagePlan.steel(MILL, Integer.MAX_VALUE, 3, 1, 2, 2));
    private final List<Capture> captures = new ArrayList<>(EVENTS_A_TURN);

    Capturing(Node node) {
      this.node = node;
    }

    @Override
    public void prepare() {
      captures.clear();
      for (int event = 0; event < EVENTS_A_TURN; event++) {
        captures.add(Capture.of(MILL, events.next()));
      }
    }

    @Override
    public long turn() {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>(captures.size());
      for (Capture capture : captures) {
        receipts.add(node.events().captureAsync(capture));
      }
      receipts.forEach(CompletableFuture::join);
      return captures.size();
    }
  }
}
