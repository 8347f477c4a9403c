package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.trace.read.Entry;
import dev.nameplate.trace.read.Entry.Amount;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The amounts of an item in a container, which only move forward in time. Used by one thread. */
final class Content {
  private static final int MOST_UNITS = 256;

  private final boolean single;
  private final List<Entry> changes;
  private final Map<String, BigDecimal> sums = new TreeMap<>();
  private int next;
  private long reached = Long.MIN_VALUE;
  private boolean some;
  private boolean doubtful;
  private List<Span> spans = List.of();

  /** Content without any change yet. At one time, what enters comes before what leaves. */
  Content(boolean single, List<Entry> changes) {
    this.single = single;
    this.changes = new ArrayList<>(changes);
    this.changes.sort(
        Comparator.comparingLong(Entry::millis).thenComparing(change -> !enters(change)));
  }

  private static boolean enters(Entry change) {
    return change.event().change() == Change.ENTER;
  }

  /** Takes in what changed before a transfer, or entered at the time of it. */
  void moveTo(long millis) {
    reached = millis;
    int before = next;
    while (next < changes.size()
        && (changes.get(next).millis() < millis
            || (changes.get(next).millis() == millis && enters(changes.get(next))))) {
      changes.get(next).amounts().forEach(much -> change(enters(changes.get(next)), much));
      next++;
    }
    if (next > before) {
      spans = describe();
    }
  }

  private void change(boolean enters, Amount much) {
    if (enters) {
      some |= !much.isSaid();
      sums.merge(much.unit(), much.amount(), BigDecimal::add);
    } else if (much.isSaid()) {
      BigDecimal had = sums.getOrDefault(much.unit(), BigDecimal.ZERO);
      doubtful |= had.compareTo(much.amount()) < 0; // in other units, or without a word
      sums.put(much.unit(), had.subtract(much.amount()).max(BigDecimal.ZERO));
    } else if (single) {
      some = false;
      sums.clear();
    } else {
      doubtful = true;
    }
  }

  private List<Span> describe() {
    List<Span> known =
        sums.entrySet().stream()
            .filter(sum -> !sum.getKey().isEmpty() && sum.getValue().signum() > 0)
            .limit(MOST_UNITS)
            .map(sum -> Span.exact(sum.getKey(), sum.getValue()))
            .toList();
    doubtful |= sums.size() > MOST_UNITS || (some && !known.isEmpty());
    return known.isEmpty() && some ? List.of(Span.exact("", BigDecimal.ZERO)) : known;
  }

  boolean isAny() {
    return !spans.isEmpty();
  }

  /** True if less may be inside, or more without a known amount. */
  boolean isDoubtful() {
    return doubtful
        || (next < changes.size() && changes.get(next).millis() == reached); // it leaves then
  }

  List<Span> spans() {
    return spans;
  }
}
