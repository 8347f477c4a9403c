package dev.nameplate.trace.balance;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.recall.LotPlace;
import java.util.List;

/**
 * The balance of a lot, or of a single thing: its accounts and whereabouts.
 *
 * @param lot the lot
 * @param accounts an account for each unit, in the order of the units; none if no event has a
 *     quantity
 * @param findings discrepancies: of a single thing, in the order of time, then of the accounts; the
 *     first {@value #MAX_FINDINGS}
 * @param findingCount number of findings
 * @param events number of events that moved some of it
 * @param unsaid number of movements without a quantity, which the accounts lack
 * @param places certain and possible places, the first {@value #MAX_PLACES}; none if nothing is
 *     left
 * @param placeCount number of places
 */
public record LotBalance(
    ItemId lot,
    List<Account> accounts,
    List<Finding> findings,
    long findingCount,
    long events,
    long unsaid,
    List<LotPlace> places,
    long placeCount) {
  /** The most places that are listed. */
  public static final int MAX_PLACES = 1000;

  /** The most findings that are listed. */
  public static final int MAX_FINDINGS = 1000;

  /** Copies the lists. */
  public LotBalance {
    accounts = List.copyOf(accounts);
    findings = List.copyOf(findings);
    places = List.copyOf(places);
  }
}
