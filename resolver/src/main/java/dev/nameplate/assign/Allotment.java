package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.statement.AuthorityKey;
import java.time.Duration;
import java.util.List;

/**
 * A prefix to allot to a holder. Immutable; the methods return changed copies.
 *
 * @param prefix the prefix, below a prefix of the node
 * @param holder name of the holder, 1 to 256 characters
 * @param hosted true if this node serves the prefix itself
 * @param keys the keys of the holder's node; a key valid from 1970 on becomes valid from now on.
 *     None when hosted
 * @param endpoints endpoints of the holder's node; none when hosted
 * @param validity validity of each delegation, {@link #SHORTEST} to {@link #LONGEST}, in whole
 *     milliseconds; it is renewed before
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
 */
public record Allotment(
    Prefix prefix,
    String holder,
    boolean hosted,
    List<AuthorityKey> keys,
    List<Endpoint> endpoints,
    Duration validity,
    OperationId operation) {
  /** Default validity of a delegation. */
  public static final Duration DEFAULT_VALIDITY = Duration.ofDays(7);

  /** The shortest validity. */
  public static final Duration SHORTEST = Duration.ofMinutes(1);

  /** The longest validity. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /** Copies the lists, and checks the validity. */
  public Allotment {
    keys = List.copyOf(keys);
    endpoints = List.copyOf(endpoints);
    if (validity.compareTo(SHORTEST) < 0
        || validity.compareTo(LONGEST) > 0
        || validity.toNanosPart() % 1_000_000 != 0) {
      throw InvalidInputException.of(
          "validity",
          validity.toString(),
          SHORTEST.toSeconds() + " to " + LONGEST.toSeconds() + " seconds");
    }
  }

  /** A prefix that this node serves for its holder. */
  public static Allotment hosted(Prefix prefix, String holder) {
    return new Allotment(
        prefix, holder, true, List.of(), List.of(), DEFAULT_VALIDITY, OperationId.NONE);
  }

  /** A prefix that its holder's own node serves. */
  public static Allotment delegated(
      Prefix prefix, String holder, List<AuthorityKey> keys, List<Endpoint> endpoints) {
    return new Allotment(
        prefix, holder, false, keys, endpoints, DEFAULT_VALIDITY, OperationId.NONE);
  }

  /** Copy of this allotment with another validity. */
  public Allotment validFor(Duration other) {
    return new Allotment(prefix, holder, hosted, keys, endpoints, other, operation);
  }

  /** Copy of this allotment with an operation id. */
  public Allotment operation(String id) {
    return new Allotment(prefix, holder, hosted, keys, endpoints, validity, OperationId.of(id));
  }
}
