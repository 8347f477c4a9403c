package dev.nameplate.linearizability;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What several callers asked and heard at the same time.
 *
 * <p><b>Source:</b> Wing and Gong, "Testing and verifying concurrent objects" (1993), with the
 * remembered configurations of Lowe, "Testing for linearizability" (2017).
 */
final class History {
  private final List<Call> calls;
  private final Set<Tried> tried = new HashSet<>();

  private record Tried(BitSet done, Call.State state) {}

  History(List<Call> calls) {
    this.calls = calls.stream().sorted(Comparator.comparingLong(Call::began)).toList();
  }

  /**
   * Whether there is an order of the calls, each somewhere between its beginning and its end, in
   * which every outcome is right.
   */
  boolean isLinearizable(Call.State start) {
    tried.clear();
    return search(new BitSet(), start);
  }

  private boolean search(BitSet done, Call.State state) {
    if (done.cardinality() == calls.size()) {
      return true;
    }
    if (!tried.add(new Tried((BitSet) done.clone(), state))) {
      return false;
    }
    for (int next : candidates(done)) {
      Call call = calls.get(next);
      Optional<Call.State> after = state.after(call.action(), call.outcome());
      if (after.isPresent()) {
        done.set(next);
        if (search(done, after.get())) {
          return true;
        }
        done.clear(next);
      }
    }
    return false;
  }

  /** Those that began before any other that is left had ended. */
  private List<Integer> candidates(BitSet done) {
    long firstEnd = Long.MAX_VALUE;
    List<Integer> left = new ArrayList<>();
    for (int i = done.nextClearBit(0); i < calls.size(); i = done.nextClearBit(i + 1)) {
      if (calls.get(i).began() > firstEnd) {
        break;
      }
      left.add(i);
      firstEnd = Math.min(firstEnd, calls.get(i).ended());
    }
    long end = firstEnd;
    left.removeIf(i -> calls.get(i).began() > end);
    return left;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    calls.forEach(call -> text.append(call).append('\n'));
    return text.toString();
  }
}
