package dev.nameplate.trace;

import dev.nameplate.event.EventId;
import dev.nameplate.trust.key.KeyId;
import java.util.Optional;

/**
 * What a node found about an event that it shows.
 *
 * @param key the key that signed it
 * @param authority whether who recorded it had authority then over all that it says was made
 * @param transfer whether giver and receiver of a transfer agree
 * @param withdrawnBy the event that withdrew it: it is shown, and not followed
 * @param outOfOrder whether it is dated against the way that led to it by more than the slack: what
 *     it used was made later, or what it made was used earlier
 * @param cycle whether it made something that had gone into what it was made from, itself included
 */
public record Verdict(
    KeyId key,
    Authority authority,
    Transfer transfer,
    Optional<EventId> withdrawnBy,
    boolean outOfOrder,
    boolean cycle) {
  /** Whether somebody had authority over what an event says was made. */
  public enum Authority {
    /** Over all of it. */
    YES,
    /** Not over some of it. */
    NO,
    /** Nobody can say: it is named by no identifiers of this system. */
    UNKNOWN
  }

  /** Whether giver and receiver agree. */
  public enum Transfer {
    /** It is no transfer. */
    NONE,
    /** Both recorded it, and say the same. */
    AGREES,
    /** Only one of them recorded it, or the other one's record is not to be seen. */
    ONE_SIDED,
    /** Both recorded it, and differ in parties or amounts. */
    DISAGREES,
    /** The other one is another node's, which would know. */
    ELSEWHERE
  }

  /** The same with another finding about a transfer. */
  public Verdict transfer(Transfer other) {
    return new Verdict(key, authority, other, withdrawnBy, outOfOrder, cycle);
  }
}
