package dev.nameplate.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.AlreadyAllottedException;
import dev.nameplate.log.PrefixRevokedException;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.log.commit.DelegationChange;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.Validity;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The changes in the life of a prefix. */
public sealed interface Change extends DelegationChange {
  /** The content of the change, a word or text without line feeds per line. */
  Stream<Object> words();

  @Override
  default Bytes content() {
    return Bytes.utf8(words().map(Object::toString).collect(Collectors.joining("\n")));
  }

  /** The first delegation. */
  record Allot(Allotment allotment) implements Change {
    @Override
    public Stream<Object> words() {
      return Change.words(
          Stream.<Object>of("allot", allotment.holder(), allotment.hosted(), allotment.validity()),
          allotment.keys(),
          allotment.endpoints());
    }

    @Override
    public Delegation next(Before before) {
      if (before.newest().isPresent()) {
        throw new AlreadyAllottedException(before.prefix(), before.prefix());
      }
      return new Delegation(
          allotment.prefix(),
          1,
          Bytes.EMPTY,
          State.ACTIVE,
          allotment.holder(),
          allotment.hosted(),
          allotment.keys().stream().map(key -> FormerKeys.fromNow(key, before.now())).toList(),
          allotment.endpoints(),
          from(before.now(), allotment.validity()));
    }
  }

  /** Puts a prefix into another state. */
  record Enter(State state) implements Change {
    @Override
    public Stream<Object> words() {
      return Stream.of(state);
    }

    @Override
    public Delegation next(Before before) {
      Delegation newest = requireNotRevoked(before);
      if (newest.state() == state) {
        throw state == State.SUSPENDED
            ? new PrefixSuspendedException(before.prefix())
            : InvalidInputException.of(
                "prefix",
                before.prefix().toString(),
                "a suspended prefix to resume; this prefix is in use");
      }
      return follow(before, newest, state, newest.holder(), newest.keys(), newest.endpoints());
    }
  }

  /** A new delegation with the same content and duration. */
  record Renew() implements Change {
    @Override
    public Stream<Object> words() {
      return Stream.of("renew");
    }

    @Override
    public Delegation next(Before before) {
      Delegation newest = requireNotRevoked(before);
      return follow(
          before, newest, newest.state(), newest.holder(), newest.keys(), newest.endpoints());
    }
  }

  /** A change of holder, keys or endpoints. */
  record Hand(Transfer transfer) implements Change {
    @Override
    public Stream<Object> words() {
      return Stream.concat(
          Change.words(
              Stream.<Object>of("transfer", transfer.holder().orElse("")),
              transfer.keys(),
              transfer.endpoints()),
          transfer.dropped().stream().map(KeyId::toString).sorted(Comparator.naturalOrder()));
    }

    @Override
    public Delegation next(Before before) {
      Delegation newest = requireNotRevoked(before);
      if (newest.hosted()) {
        requireHostedOrHandedOver(before);
      }
      return follow(
          before,
          newest,
          newest.state(),
          transfer.holder().orElse(newest.holder()),
          new FormerKeys(newest.keys(), before.now())
              .replacedBy(transfer.keys(), transfer.dropped()),
          transfer.endpoints().isEmpty() ? newest.endpoints() : transfer.endpoints());
    }

    private void requireHostedOrHandedOver(Before before) {
      if (transfer.keys().isEmpty() != transfer.endpoints().isEmpty()) {
        throw InvalidInputException.of(
            transfer.keys().isEmpty() ? "keys" : "endpoints",
            "",
            "keys and endpoints, to move a hosted prefix to its holder's node, or neither");
      }
      if (!transfer.keys().isEmpty() && before.occupied().getAsBoolean()) {
        throw new PreconditionException(
            ErrorReason.ALREADY_ASSIGNED,
            "prefix: \""
                + before.prefix()
                + "\" is hosted and in use (expected: nothing assigned or allotted below it); "
                + "with other keys, statements that this node signed for it would become invalid");
      }
    }
  }

  /** A key is believed no more from a position of its log on. */
  record RevokeKey(KeyId key, long fromPosition) implements Change {
    @Override
    public Stream<Object> words() {
      return Stream.of("revoke-key", key, fromPosition);
    }

    @Override
    public Delegation next(Before before) {
      Delegation newest = requireNotRevoked(before);
      if (newest.keys().stream().noneMatch(other -> other.keyId().equals(key))) {
        throw new InvalidInputException(
            ErrorReason.WRONG_KEY,
            "key_id",
            key.toString(),
            newest.hosted()
                ? "a key of the prefix; it is hosted and has no keys of its own"
                : "a key of the prefix");
      }
      return follow(
          before,
          newest,
          newest.state(),
          newest.holder(),
          newest.keys().stream()
              .map(other -> other.keyId().equals(key) ? revoked(other) : other)
              .toList(),
          newest.endpoints());
    }

    private AuthorityKey revoked(AuthorityKey before) {
      if (before.revokedFrom().isPresent() && fromPosition >= before.revokedFrom().getAsLong()) {
        throw InvalidInputException.of(
            "from_position",
            fromPosition,
            "below "
                + before.revokedFrom().getAsLong()
                + ", from which the key is revoked already; a revocation cannot be undone");
      }
      return before.revokedFrom(fromPosition);
    }
  }

  private static Delegation requireNotRevoked(DelegationChange.Before before) {
    Delegation newest = before.requireNewest();
    if (newest.state() == State.REVOKED) {
      throw new PrefixRevokedException(before.prefix());
    }
    return newest;
  }

  /** The delegation that follows, valid from now on, for as long as each one before it. */
  private static Delegation follow(
      DelegationChange.Before before,
      Delegation newest,
      State state,
      String holder,
      List<AuthorityKey> keys,
      List<Endpoint> endpoints) {
    Validity validity = newest.validity();
    return new Delegation(
        newest.prefix(),
        before.nextVersion(),
        before.previous(),
        state,
        holder,
        keys.isEmpty(),
        keys,
        endpoints,
        from(before.now(), Duration.between(validity.from(), validity.until())));
  }

  private static Validity from(Instant now, Duration validity) {
    return new Validity(now, now.plus(validity));
  }

  private static Stream<Object> words(
      Stream<Object> first, List<AuthorityKey> keys, List<Endpoint> endpoints) {
    return Stream.of(
            first,
            Stream.<Object>of(keys.size()),
            keys.stream()
                .flatMap(
                    key ->
                        Stream.<Object>of(
                            key.keyId(), key.checkpointKey(), key.validity(), key.revokedFrom())),
            endpoints.stream().<Object>map(Endpoint::toString))
        .flatMap(words -> words);
  }
}
