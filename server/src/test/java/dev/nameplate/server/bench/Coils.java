package dev.nameplate.server.bench;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Steel coils to assign identifiers to, each with three public values. */
final class Coils {
  static final String PREFIX = "88.118.8";

  /** How many writes are in flight while a node is filled. */
  private static final int IN_FLIGHT = 20_000;

  private Coils() {}

  static Identifier identifier(long number) {
    return Identifier.parse(name(number));
  }

  static List<RecordValue> values(long number) {
    return List.of(
        RecordValue.text(1, "URL", "https://mill.example/coils/" + (2026_00000000L + number)),
        RecordValue.text(2, "GRADE", "DX51D+Z140 0.50x1250"),
        RecordValue.of(3, "WEIGHT", new ValueData.Number(8 + number % 19 + ".215")));
  }

  static Assignment assignment(long number) {
    return Assignment.of(identifier(number)).values(values(number));
  }

  /** Assigns the coils from 0 up to a number, and waits until all are committed. */
  static void assign(Node node, int count) {
    for (int from = 0; from < count; from += IN_FLIGHT) {
      List<CompletableFuture<Receipt>> receipts = new ArrayList<>();
      for (int number = from; number < Math.min(from + IN_FLIGHT, count); number++) {
        receipts.add(node.registrar().assignAsync(assignment(number)));
      }
      receipts.forEach(CompletableFuture::join);
    }
  }

  private static String name(long number) {
    return "%s/COIL-2026-%08d".formatted(PREFIX, number);
  }
}
