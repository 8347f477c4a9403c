package dev.nameplate.server.bench;

import dev.nameplate.assign.Capture;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventKind;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Records events in a node of this process, many in flight. */
final class Recorded {
  private static final int IN_FLIGHT = 20_000;

  private Recorded() {}

  /**
   * Records them in order, and waits until all are committed.
   *
   * @return how many there were
   */
  static long all(Node node, Prefix recorder, Iterator<Event> events) {
    Queue<CompletableFuture<Receipt>> receipts = new ArrayDeque<>();
    long count = 0;
    while (events.hasNext()) {
      Event event = events.next();
      if (event.kind() == EventKind.WITHDRAW) { // what it withdraws must be there
        await(receipts);
      } else if (receipts.size() == IN_FLIGHT) {
        receipts.remove().join();
      }
      receipts.add(node.events().captureAsync(Capture.of(recorder, event)));
      count++;
    }
    await(receipts);
    return count;
  }

  private static void await(Queue<CompletableFuture<Receipt>> receipts) {
    while (!receipts.isEmpty()) {
      receipts.remove().join();
    }
  }
}
