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
 * A change of an allotted prefix: its holder, keys or endpoints. Immutable; the methods return
 * changed copies.
 *
 * <p>Named keys replace the existing keys: an existing key that is not named ends now, and its
 * earlier signatures stay valid. A hosted prefix moves to its holder's own node if both keys and
 * endpoints are named, as long as nothing was assigned or allotted below it.
 *
 * @param prefix the prefix
 * @param expectedVersion the required newest version; 0 for any
 * @param holder the holder; empty for no change
 * @param keys all keys valid from now on; a key valid from 1970 on starts now, or keeps its start
 *     if it existed before. Empty for no change
 * @param endpoints all endpoints; empty for no change
 * @param dropped former keys to drop, expired or revoked: their signatures become invalid
 * @param operation id by which a repeated write is recognised; {@link OperationId#NONE} for none
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

  /** Copy of this change with another holder. */
  public Transfer to(String other) {
    return new Transfer(
        prefix, expectedVersion, Optional.of(other), keys, endpoints, dropped, operation);
  }

  /** Copy of this change with exactly these keys. */
  public Transfer keys(List<AuthorityKey> all) {
    return new Transfer(prefix, expectedVersion, holder, all, endpoints, dropped, operation);
  }

  /** Copy of this change with exactly these endpoints. */
  public Transfer endpoints(List<Endpoint> all) {
    return new Transfer(prefix, expectedVersion, holder, keys, all, dropped, operation);
  }

  /** Copy of this change that drops these former keys. */
  public Transfer dropping(Set<KeyId> former) {
    return new Transfer(prefix, expectedVersion, holder, keys, endpoints, former, operation);
  }

  /** Copy of this change with an expected version. */
  public Transfer expecting(long version) {
    return new Transfer(prefix, version, holder, keys, endpoints, dropped, operation);
  }

  /** Copy of this change with an operation id. */
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
