package dev.nameplate.server.crash;

import dev.nameplate.v1.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Someone who asks the same question all the time, and counts where the answers come from. */
final class Persistent {
  private static final long PAUSE_MILLIS = 5;

  private final Buyer buyer;
  private final String identifier;
  private final CompletableFuture<Map<Source, Integer>> answers = new CompletableFuture<>();
  private volatile boolean enough;

  private Persistent(Buyer buyer, String identifier) {
    this.buyer = buyer;
    this.identifier = identifier;
  }

  /** Begins to ask. */
  static Persistent asking(Buyer buyer, String identifier) {
    Persistent one = new Persistent(buyer, identifier);
    new Thread(one::ask, "persistent").start();
    return one;
  }

  private void ask() {
    Map<Source, Integer> bySource = new EnumMap<>(Source.class);
    try {
      while (!enough) {
        bySource.merge(buyer.ask(identifier).source(), 1, Integer::sum);
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
      answers.complete(bySource);
    } catch (Throwable e) {
      answers.completeExceptionally(e);
    }
  }

  /** Stops; returns how many answers came from where, or throws the first that failed. */
  Map<Source, Integer> stop() {
    enough = true;
    return answers.join();
  }
}
