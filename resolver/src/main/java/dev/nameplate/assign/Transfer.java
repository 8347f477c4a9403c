package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.AuthorityKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What changes about an allotted prefix. Immutable; the methods return changed copies.
 *
 * <p>Keys that are named replace those there are: one that is not named again counts no longer from
 * now on, and what it signed before stays true. A hosted prefix is handed to its holder's own node
 * by naming both keys and endpoints, as long as nothing was assigned or allotted below it.
 *
 * @param prefix the prefix
 * @param expectedVersion the version that must be the newest; 0 for whichever is
 * @param holder the holder; empty to leave it as it is
 * @param keys all keys that shall count from now on; one that is valid from 1970 on counts from now
 *     on, or, if it was there before, from when it did. Empty to leave them as they are
 * @param endpoints all endpoints; empty to leave them as they are
 * @param dropped former keys to forget, whose time is over or that are revoked: what they signed is
 *     believed no more
 * @param operation names the write so that a repeat is recognised; {@link OperationId#NONE} for
 *     none
 */
public record Transfer(
    Prefix prefix,
    long expectedVersion,
    Optional<String> holder,
    List<AuthorityKey> keys,
    List<Endpoint> endpoints,
    Set<KeyId> dropped,
    OperationId operation) {
  /** Copies the collections. */
  public Transfer {
    keys = List.copyOf(keys);
    endpoints = List.copyOf(endpoints);
    dropped = Set.copyOf(dropped);
  }

  /** A transfer that changes nothing yet. */
  public static Transfer of(Prefix prefix) {
    return new Transfer(
        prefix, 0, Optional.empty(), List.of(), List.of(), Set.of(), OperationId.NONE);
  }

  /** The same with another holder. */
  public Transfer to(String other) {
    return new Transfer(
        prefix, expectedVersion, Optional.of(other), keys, endpoints, dropped, operation);
  }

  /** The same with these keys and no others. */
  public Transfer keys(List<AuthorityKey> all) {
    return new Transfer(prefix, expectedVersion, holder, all, endpoints, dropped, operation);
  }

  /** The same with these endpoints and no others. */
  public Transfer endpoints(List<Endpoint> all) {
    return new Transfer(prefix, expectedVersion, holder, keys, all, dropped, operation);
  }

  /** The same that forgets these former keys. */
  public Transfer dropping(Set<KeyId> former) {
    return new Transfer(prefix, expectedVersion, holder, keys, endpoints, former, operation);
  }

  /** The same that expects a version. */
  public Transfer expecting(long version) {
    return new Transfer(prefix, version, holder, keys, endpoints, dropped, operation);
  }

  /** The same under an operation id. */
  public Transfer operation(String id) {
    return new Transfer(
        prefix, expectedVersion, holder, keys, endpoints, dropped, OperationId.of(id));
  }

  void requireSomething() {
    if (holder.isEmpty() && keys.isEmpty() && endpoints.isEmpty() && dropped.isEmpty()) {
      throw InvalidInputException.of(
          "transfer", prefix.toString(), "a new holder, new keys or new endpoints");
    }
  }
}
