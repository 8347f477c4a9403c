package dev.nameplate.trace.balance;

import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.balance.Account.StockCount;
import dev.nameplate.trace.balance.Account.Verdict;
import dev.nameplate.trace.balance.LotLedger.Flow;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account of a lot in one unit, while it is being kept. Exact. */
final class UnitLedger {
  private final String unit;
  private BigDecimal made = BigDecimal.ZERO;
  private BigDecimal received = BigDecimal.ZERO;
  private BigDecimal used = BigDecimal.ZERO;
  private BigDecimal shipped = BigDecimal.ZERO;
  private BigDecimal scrapped = BigDecimal.ZERO;
  private boolean supplied;
  private @Nullable StockCount count;
  private @Nullable EventId countedBy;

  /** The event with which use exceeded supply, while it does. */
  private @Nullable EventId overdrawnBy;

  UnitLedger(String unit) {
    this.unit = unit;
  }

  void flow(Flow flow, BigDecimal amount, EventId by) {
    switch (flow) {
      case MADE -> made = made.add(amount);
      case RECEIVED -> received = received.add(amount);
      case USED, USED_IN_PART -> used = used.add(amount);
      case SHIPPED -> shipped = shipped.add(amount);
      case SCRAPPED -> scrapped = scrapped.add(amount);
    }
    supplied |= flow == Flow.MADE || flow == Flow.RECEIVED;
    if (onHand().signum() >= 0) {
      overdrawnBy = null;
    } else if (overdrawnBy == null) {
      overdrawnBy = by;
    }
  }

  /** Moves a whole thing: all of it that is here, or in transit. */
  void flowWhole(Flow flow, EventId by) {
    BigDecimal whole =
        switch (flow) {
          case MADE -> BigDecimal.ZERO;
          case RECEIVED -> shipped.subtract(received);
          case USED, USED_IN_PART, SHIPPED, SCRAPPED -> onHand();
        };
    if (whole.signum() > 0) {
      flow(flow, whole, by);
    }
  }

  void count(Instant time, BigDecimal counted, EventId by) {
    count = new StockCount(time, counted, onHand());
    countedBy = by;
  }

  private BigDecimal onHand() {
    return made.add(received).subtract(used).subtract(shipped).subtract(scrapped);
  }

  Account account(Tolerance tolerance) {
    return new Account(
        unit,
        made,
        received,
        used,
        shipped,
        scrapped,
        Optional.ofNullable(count),
        verdict(tolerance));
  }

  private Verdict verdict(Tolerance tolerance) {
    BigDecimal supply = made.add(received);
    if (!supplied && onHand().signum() < 0) {
      return Verdict.NO_SUPPLY;
    }
    if (onHand().signum() < 0 && tolerance.isExceededBy(onHand(), supply)) {
      return Verdict.OVER_USED;
    }
    if (count == null) {
      return Verdict.UNCOUNTED;
    }
    return tolerance.isExceededBy(count.difference(), supply)
        ? Verdict.COUNT_DIFFERS
        : Verdict.BALANCED;
  }

  /** The discrepancy of the account, with its amount. */
  Optional<Finding> finding(ItemId lot, Tolerance tolerance) {
    return switch (verdict(tolerance)) {
      case BALANCED, UNCOUNTED -> Optional.empty();
      case NO_SUPPLY -> Optional.of(finding(Finding.Kind.NO_SUPPLY, lot, onHand(), overdrawnBy));
      case OVER_USED -> Optional.of(finding(Finding.Kind.OVER_USE, lot, onHand(), overdrawnBy));
      case COUNT_DIFFERS ->
          Optional.ofNullable(count)
              .map(c -> finding(Finding.Kind.COUNT_DIFFERS, lot, c.difference(), countedBy));
    };
  }

  private Finding finding(
      Finding.Kind kind, ItemId lot, BigDecimal amount, @Nullable EventId shownBy) {
    return new Finding(
        kind,
        lot,
        Optional.of(new Quantity(amount.abs(), unit)),
        shownBy == null ? List.of() : List.of(shownBy));
  }
}
