package dev.nameplate.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The keys of a prefix at their replacement: statements signed by former keys stay valid.
 *
 * @param keys the existing keys
 * @param now the moment of the change
 */
record FormerKeys(List<AuthorityKey> keys, Instant now) {
  /**
   * All keys of the next delegation, in the order they were added.
   *
   * @param named the keys valid from now on; empty for no change
   * @param dropped former keys to drop
   */
  List<AuthorityKey> replacedBy(List<AuthorityKey> named, Set<KeyId> dropped) {
    Map<KeyId, AuthorityKey> added = new LinkedHashMap<>();
    named.forEach(key -> added.put(key.keyId(), key));
    if (added.size() < named.size()) {
      throw refused("keys", named.get(0).keyId(), "each key once");
    }
    requireKnown(dropped, added.keySet());
    List<AuthorityKey> all = new ArrayList<>();
    for (AuthorityKey key : keys) {
      AuthorityKey again = added.remove(key.keyId());
      if (again != null) {
        all.add(named(key, again));
      } else if (dropped.contains(key.keyId())) {
        requireOver(key);
      } else if (named.isEmpty()) {
        all.add(key);
      } else {
        ended(key).ifPresent(all::add);
      }
    }
    added.values().forEach(key -> all.add(fromNow(key, now)));
    return requireRoom(all);
  }

  /** The key, valid from a moment on if it has no start of its own. */
  static AuthorityKey fromNow(AuthorityKey key, Instant now) {
    return saysSince(key) ? key : key.during(new Validity(now, key.validity().until()));
  }

  private static boolean saysSince(AuthorityKey key) {
    return !key.validity().from().equals(Validity.ALWAYS.from());
  }

  /** A key that is named again: nothing that it signed before may become untrue, or true again. */
  private AuthorityKey named(AuthorityKey before, AuthorityKey again) {
    if (!again.checkpointKey().equals(before.checkpointKey())) {
      throw refused("keys", before.keyId(), "the log it has signed in, " + before.log());
    }
    Instant until = again.validity().until();
    if (until.isBefore(now) && until.isBefore(before.validity().until())) {
      throw refused(
          "keys",
          before.keyId(),
          "an end that is not in the past; to invalidate statements already signed, revoke the key");
    }
    if (!before.validity().until().isAfter(now) && until.isAfter(before.validity().until())) {
      throw refused(
          "keys",
          before.keyId(),
          "a key that has not expired; statements it signed since then stay invalid");
    }
    Instant from = before.validity().from();
    if (saysSince(again) && again.validity().from().isBefore(from)) {
      from = again.validity().from();
    }
    return new AuthorityKey(
        before.key(),
        before.checkpointKey(),
        new Validity(from, until),
        lower(before.revokedFrom(), again.revokedFrom()));
  }

  private static OptionalLong lower(OptionalLong a, OptionalLong b) {
    return a.isPresent() && b.isPresent()
        ? OptionalLong.of(Math.min(a.getAsLong(), b.getAsLong()))
        : a.isPresent() ? a : b;
  }

  /** The key, counting no longer from now on; empty if it has not counted yet. */
  private Optional<AuthorityKey> ended(AuthorityKey key) {
    if (!key.validity().from().isBefore(now)) {
      return Optional.empty();
    }
    return Optional.of(
        key.validity().until().isAfter(now) ? key.during(key.validity().endingAt(now)) : key);
  }

  private void requireKnown(Set<KeyId> dropped, Set<KeyId> named) {
    for (KeyId id : dropped) {
      if (named.contains(id) || keys.stream().noneMatch(key -> key.keyId().equals(id))) {
        throw refused("dropped", id, "a former key of the prefix that is not listed again");
      }
    }
  }

  private void requireOver(AuthorityKey key) {
    if (key.validity().until().isAfter(now) && key.revokedFrom().isEmpty()) {
      throw refused("dropped", key.keyId(), "an expired or revoked key");
    }
  }

  private static List<AuthorityKey> requireRoom(List<AuthorityKey> all) {
    if (all.size() > Delegation.MAX_KEYS) {
      throw InvalidInputException.of(
          "keys",
          all.size() + " keys",
          "at most "
              + Delegation.MAX_KEYS
              + " including former keys, which are kept so that their statements stay valid; "
              + "drop an expired key whose statements are not needed");
    }
    return all;
  }

  private static InvalidInputException refused(String field, KeyId key, String expected) {
    return new InvalidInputException(ErrorReason.WRONG_KEY, field, key.toString(), expected);
  }
}
