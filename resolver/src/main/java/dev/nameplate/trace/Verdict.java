package dev.nameplate.trace;

import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.key.KeyId;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A node's findings about an event that it shows.
 *
 * @param key the key that signed it
 * @param authority authority of the recorder at that time over all items that the event made
 * @param transfer agreement of giver and receiver of a transfer
 * @param withdrawnBy the event that withdrew it: a withdrawn event is shown, but not followed
 * @param outOfOrder true if its date contradicts the path to it by more than the slack: an input
 *     was made later, or an output was used earlier
 * @param cycle true if an output of the event is also among its ancestors
 */
public record Verdict(
    KeyId key,
    Authority authority,
    Transfer transfer,
    Optional<EventId> withdrawnBy,
    boolean outOfOrder,
    boolean cycle) {
  /** The recorder's authority over the items that an event made. */
  public enum Authority {
    /** Over all of it. */
    YES,
    /** No authority over some of the items. */
    NO,
    /** Unknown, because the items have no identifiers of this system. */
    UNKNOWN;

    /**
     * The authority over all items that an event made. A repaired thing, which is input and output,
     * is not made.
     *
     * @param own true for a prefix under that authority
     */
    public static Authority over(Occurrence occurrence, Predicate<Prefix> own) {
      Set<ItemId> repaired = new HashSet<>();
      if (occurrence instanceof Processed process && !process.outputs().isEmpty()) {
        process.inputs().forEach(input -> repaired.add(input.id()));
      }
      Authority found = YES;
      for (EventItem item : occurrence.made()) {
        Optional<Prefix> prefix = item.id().identifier().map(Identifier::prefix);
        if (repaired.contains(item.id())) {
          continue;
        }
        if (prefix.isEmpty()) {
          found = UNKNOWN;
        } else if (!own.test(prefix.get())) {
          return NO;
        }
      }
      return found;
    }
  }

  /** Agreement of giver and receiver. */
  public enum Transfer {
    /** The event is no transfer. */
    NONE,
    /** Both recorded the transfer alike. */
    AGREES,
    /** Only one of them recorded it, or the other one's record is not to be seen. */
    ONE_SIDED,
    /** Both recorded the transfer, with different parties or amounts. */
    DISAGREES,
    /** The other one is another node's, which would know. */
    ELSEWHERE
  }

  /** Copy of this verdict with another finding about the authority. */
  public Verdict authority(Authority other) {
    return new Verdict(key, other, transfer, withdrawnBy, outOfOrder, cycle);
  }

  /** Copy of this verdict with another finding about a transfer. */
  public Verdict transfer(Transfer other) {
    return new Verdict(key, authority, other, withdrawnBy, outOfOrder, cycle);
  }
}
