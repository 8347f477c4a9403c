package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.statement.AuthorityKey;
import java.time.Duration;
import java.util.List;

/**
 * A prefix to allot, and to whom. Immutable; the methods return changed copies.
 *
 * @param prefix the prefix, below one of the node's
 * @param holder to whom, 1 to 256 characters
 * @param hosted whether this node shall serve the prefix itself
 * @param keys the keys of the holder's node; one that is valid from 1970 on counts from now on.
 *     None when hosted
 * @param endpoints where the holder's node is asked; none when hosted
 * @param validity how long each delegation is valid, {@link #SHORTEST} to {@link #LONGEST}, in
 *     whole milliseconds; it is renewed before
 * @param operation names the write so that a repeat is recognised; {@link OperationId#NONE} for
 *     none
 */
public record Allotment(
    Prefix prefix,
    String holder,
    boolean hosted,
    List<AuthorityKey> keys,
    List<Endpoint> endpoints,
    Duration validity,
    OperationId operation) {
  /** How long a delegation is valid unless told otherwise. */
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

  /** The same with another validity. */
  public Allotment validFor(Duration other) {
    return new Allotment(prefix, holder, hosted, keys, endpoints, other, operation);
  }

  /** The same under an operation id. */
  public Allotment operation(String id) {
    return new Allotment(prefix, holder, hosted, keys, endpoints, validity, OperationId.of(id));
  }
}
