package dev.nameplate.server.bench;

import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A benchmark whose contestants take turns, one iteration each, so that whatever else the machine
 * does meets them alike. Used by one thread. {@link Rounds} takes the iterations apart again.
 */
@State(Scope.Benchmark)
public abstract class InTurns {
  private final int contestants;
  private int iteration = -1;

  /**
   * A benchmark that begins with contestant 0.
   *
   * @param contestants how many there are; the number of warm-up iterations must be a multiple of
   *     it
   */
  protected InTurns(int contestants) {
    this.contestants = contestants;
  }

  /** Passes the turn on. */
  @Setup(Level.Iteration)
  public void next() {
    iteration++;
  }

  /** Whose turn it is, from 0. */
  protected final int turn() {
    return iteration % contestants;
  }
}
