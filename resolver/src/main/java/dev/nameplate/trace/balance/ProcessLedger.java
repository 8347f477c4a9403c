package dev.nameplate.trace.balance;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence.Processed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Sums of inputs and outputs of a process, over all its events. */
public final class ProcessLedger {
  private final Map<String, Sums> units = new TreeMap<>();
  private boolean whole = true;

  private static final class Sums {
    private BigDecimal used = BigDecimal.ZERO;
    private BigDecimal made = BigDecimal.ZERO;
  }

  public void add(Processed event) {
    for (EventItem input : event.inputs()) {
      sums(input).ifPresent(sums -> sums.used = sums.used.add(amount(input)));
    }
    for (EventItem output : event.outputs()) {
      sums(output).ifPresent(sums -> sums.made = sums.made.add(amount(output)));
    }
  }

  /** Events of the process are hidden from the reader. */
  void addUnknown() {
    whole = false;
  }

  private Optional<Sums> sums(EventItem item) {
    whole &= item.quantity().isPresent();
    return item.quantity().map(much -> units.computeIfAbsent(much.unit(), any -> new Sums()));
  }

  private static BigDecimal amount(EventItem item) {
    return item.quantity().orElseThrow().amount();
  }

  /** The yields, one for each unit, in the order of units. */
  public List<ProcessYield> yields(String process) {
    return units.entrySet().stream()
        .map(
            unit ->
                new ProcessYield(
                    process, unit.getKey(), unit.getValue().used, unit.getValue().made, whole))
        .toList();
  }
}
