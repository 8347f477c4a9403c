package dev.nameplate.lineage;

import dev.nameplate.event.Event;
import java.util.Set;

/**
 * Recognises counts of the whole stock, as opposed to observations of a part of it.
 *
 * <p><b>Source:</b> CBV 2.0, 7.1 (business steps), in the three ways in which it writes them.
 */
public final class StockTaking {
  private static final Set<String> STEPS = Set.of("stock_taking", "cycle_counting");

  private static final Set<String> BEGINNINGS =
      Set.of("", "urn:epcglobal:cbv:bizstep:", "https://ref.gs1.org/cbv/BizStep-");

  private StockTaking() {}

  /** True if an event's business step is a count of stock. */
  public static boolean is(Event event) {
    return BEGINNINGS.stream()
        .filter(event.step()::startsWith)
        .anyMatch(beginning -> STEPS.contains(event.step().substring(beginning.length())));
  }
}
