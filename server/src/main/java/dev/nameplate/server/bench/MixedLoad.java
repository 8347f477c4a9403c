package dev.nameplate.server.bench;

import java.util.concurrent.atomic.AtomicLong;

/** Assigns now and then, evenly spread, and resolves the rest of the time. */
final class MixedLoad implements Load {
  private static final int HUNDRED = 100;

  private final Load assigning;
  private final Load resolving;
  private final int percent;
  private final AtomicLong next = new AtomicLong();

  /**
   * Mixes two.
   *
   * @param percent how many of a hundred requests assign, 0 to 100
   */
  MixedLoad(Load assigning, Load resolving, int percent) {
    this.assigning = assigning;
    this.resolving = resolving;
    this.percent = percent;
  }

  @Override
  public void begin(int connection, Outcome outcome) {
    long number = next.getAndIncrement();
    boolean assigns = (number + 1) * percent / HUNDRED > number * percent / HUNDRED;
    (assigns ? assigning : resolving).begin(connection, outcome);
  }

  @Override
  public void close() {
    assigning.close();
    resolving.close();
  }
}
