package dev.nameplate.server.bench;

import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.Node;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/** Steel coils to assign identifiers to, each with three public values. */
final class Coils {
  static final String PREFIX = "88.118.8";

  /** The most writes in flight while a node is filled. */
  private static final int IN_FLIGHT = 20_000;

  private static final String[] GRADES = {
    "DX51D+Z140 0.50x1250", "DX51D+Z275 0.60x1000", "DX53D+Z140 0.80x1250", "S350GD+Z275 1.20x1250",
    "DX51D+AZ150 0.45x1200", "TDC51D+Z100 0.40x1000", "SGCC Z120 0.70x1219", "SPCC-SD 1.00x1250"
  };

  /** Spreads neighbouring numbers over all: the golden ratio's part of 2^64. */
  private static final long ODD = 0x9E3779B97F4A7C15L;

  private Coils() {}

  static Identifier identifier(long number) {
    return Identifier.parse("%s/COIL-2026-%08d".formatted(PREFIX, number));
  }

  static List<RecordValue> values(long number) {
    return List.of(
        RecordValue.text(1, "URL", url(number)),
        RecordValue.text(2, "GRADE", grade(number)),
        RecordValue.of(3, "WEIGHT", new ValueData.Number(weight(number))));
  }

  /** Size of the data of a coil's values, in bytes, without types and indexes. */
  static int valueBytes(long number) {
    return url(number).length() + grade(number).length() + weight(number).length(); // all ASCII
  }

  private static String url(long number) {
    return "https://mill.example/coils/" + (2026_00000000L + number);
  }

  private static String grade(long number) {
    return GRADES[(int) (spread(number) % GRADES.length)];
  }

  private static String weight(long number) {
    return "%d.%03d".formatted(8 + spread(number) % 19, spread(number) / 19 % 1_000);
  }

  private static long spread(long number) {
    return (number * ODD) >>> 32;
  }

  static Assignment assignment(long number) {
    return Assignment.of(identifier(number)).values(values(number));
  }

  /** Assigns the coils from 0 up to a number, and waits until all are committed. */
  static void assign(Node node, long count) {
    Queue<CompletableFuture<Receipt>> receipts = new ArrayDeque<>();
    for (long number = 0; number < count; number++) {
      if (receipts.size() == IN_FLIGHT) {
        receipts.remove().join();
      }
      receipts.add(node.registrar().assignAsync(assignment(number)));
    }
    receipts.forEach(CompletableFuture::join);
  }
}
