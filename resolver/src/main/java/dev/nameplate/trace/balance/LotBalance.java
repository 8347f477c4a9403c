package dev.nameplate.trace.balance;

import dev.nameplate.event.ItemId;
import dev.nameplate.trace.recall.LotPlace;
import java.util.List;

/**
 * What became of all there was of a lot, or of a single thing.
 *
 * @param lot which
 * @param accounts one for each unit, in the order of the units; none if no event says how much
 * @param findings what does not add up: what became of a single thing, in the order in which it
 *     happened, then the accounts; the first {@value #MAX_FINDINGS} of them
 * @param findingCount how many findings there are
 * @param events how many events moved something of it
 * @param unsaid how often something of it was moved, and nobody said how much: the accounts lack it
 * @param places where it is or may be, the first {@value #MAX_PLACES} places; none if nothing is
 *     left
 * @param placeCount how many places there are
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
