package dev.nameplate.server.crash;

import dev.nameplate.v1.Receipt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first receipt of every write, by its operation id, and what was wrong with any that came
 * later. Thread-safe.
 */
final class Acknowledged {
  private final Map<String, Receipt> first = new LinkedHashMap<>();
  private final List<String> contradictions = new ArrayList<>();
  private int replays;
  private int recovered;
  private int untilCalled;
  private Runnable called = () -> {};

  /** Has something run once there are so many more receipts that were never seen before. */
  synchronized void after(int more, Runnable run) {
    untilCalled = more;
    called = run;
  }

  /** Takes a receipt, which must be the first one of its operation, or the same again. */
  synchronized void take(String operation, Receipt receipt) {
    Receipt plain = receipt.toBuilder().setReplayed(false).build();
    Receipt before = first.putIfAbsent(operation, plain);
    if (before != null) {
      replays++;
      if (!before.equals(plain) || !receipt.getReplayed()) {
        contradictions.add(operation + ": " + before + " and then " + receipt);
      }
      return;
    }
    recovered += receipt.getReplayed() ? 1 : 0;
    if (--untilCalled == 0) {
      called.run();
    }
  }

  /** Takes note of an answer that should have been a receipt. */
  synchronized void contradiction(String operation, Object answer) {
    contradictions.add(operation + ": " + answer);
  }

  /** Everything that should not have been. */
  synchronized List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  synchronized Map<String, Receipt> receipts() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(first));
  }

  /** The newest receipts, as many as wanted or as there are. */
  synchronized List<Receipt> newest(int most) {
    List<Receipt> all = new ArrayList<>(first.values());
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  synchronized int count() {
    return first.size();
  }

  /** How many known receipts were given again. */
  synchronized int replays() {
    return replays;
  }

  /** How many writes had been made although nobody had heard of it. */
  synchronized int recovered() {
    return recovered;
  }
}
