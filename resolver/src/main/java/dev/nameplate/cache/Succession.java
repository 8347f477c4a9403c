package dev.nameplate.cache;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import java.util.List;
import java.util.Optional;

/**
 * Rules for answers that may replace a kept record, whoever sends them. In one log, versions only
 * increase, and an assigned identifier never becomes unassigned, so any other answer is a replay,
 * also if its delegations were renewed; unless these now invalidate the record's key at its
 * position. An answer of another log is accepted if its delegation is not older than the record's.
 */
final class Succession {
  private Succession() {}

  /** True for a signed answer; a referral always is. */
  static boolean isProven(Resolution answer) {
    return !(answer instanceof Resolution.Absent absent)
        || absent.denial().isPresent()
        || absent.tombstone().isPresent();
  }

  /**
   * Refuses an answer that may not replace a record.
   *
   * @throws NodeException with reason {@code UPSTREAM_REJECTED} if it is refused
   */
  static void require(Verified<IdentifierRecord> kept, Resolution answer) {
    if (!isProven(answer)) {
      throw refused(kept, "its absence", "a signed absence");
    }
    if (answer instanceof Resolution.Found found) {
      requireLater(kept, found.verified());
    }
    if (answer instanceof Resolution.Absent absent) {
      absent.tombstone().ifPresent(tombstone -> requireLater(kept, tombstone));
      absent.denial().ifPresent(denial -> requireUnassigned(kept, denial));
    }
  }

  /** True for an answer that is the same version, by the same log, of the record that is kept. */
  static boolean isSame(Verified<IdentifierRecord> kept, Resolution answer) {
    return answer instanceof Resolution.Found found
        && found.verified().batch().log().equals(kept.batch().log())
        && found.verified().value().version() == kept.value().version();
  }

  private static void requireLater(
      Verified<IdentifierRecord> kept, Verified<IdentifierRecord> answer) {
    long known = kept.value().version();
    boolean sameLog = answer.batch().log().equals(kept.batch().log());
    if (sameLog
        ? answer.value().version() < known && counts(kept, answer)
        : isOlder(answer, kept)) {
      throw refused(kept, "version " + answer.value().version(), "version " + known + " or later");
    }
    if (isOlder(answer, kept) && !isBelieved(answer, kept)) {
      throw refused(
          kept,
          "a record under an earlier delegation",
          "a record under the newest known delegation");
    }
  }

  private static void requireUnassigned(Verified<IdentifierRecord> kept, Verified<Absence> denial) {
    boolean sameLog = denial.batch().log().equals(kept.batch().log().absences());
    boolean before = denial.time().isBefore(kept.time()) || isOlder(denial, kept);
    if (sameLog ? counts(kept, denial) : before) {
      throw refused(kept, "its absence at " + denial.time(), "version " + kept.value().version());
    }
  }

  /** True if the kept record is still valid, according to the answer's delegations. */
  private static boolean counts(Verified<?> kept, Verified<?> answer) {
    return isOlder(answer, kept) || isBelieved(kept, answer);
  }

  /** True if a delegation behind the first is an earlier version of one behind the second. */
  private static boolean isOlder(Verified<?> one, Verified<?> other) {
    return one.chain().stream()
        .anyMatch(link -> other.chain().stream().anyMatch(known -> isEarlier(link, known)));
  }

  private static boolean isEarlier(Verified<Delegation> one, Verified<Delegation> other) {
    return one.value().prefix().equals(other.value().prefix())
        && one.batch().log().equals(other.batch().log())
        && one.value().version() < other.value().version()
        && isBelieved(other, one);
  }

  /** True if the keys behind a statement make an earlier statement of the same log valid. */
  private static boolean isBelieved(Verified<?> statement, Verified<?> witness) {
    return keysBehind(witness)
        .map(
            keys ->
                keys.stream()
                    .filter(key -> key.keyId().equals(statement.keyId()))
                    .filter(key -> key.validity().contains(statement.time()))
                    .anyMatch(
                        key -> statement.position() < key.revokedFrom().orElse(Long.MAX_VALUE)))
        .orElse(true);
  }

  /** The keys of a statement's authority; empty for a trust anchor, which does not change. */
  private static Optional<List<AuthorityKey>> keysBehind(Verified<?> statement) {
    return statement.chain().stream()
        .map(Verified::value)
        .filter(delegation -> !delegation.hosted())
        .map(Delegation::keys)
        .reduce((outer, inner) -> inner);
  }

  private static NodeException refused(
      Verified<IdentifierRecord> kept, String answer, String expected) {
    return new NodeException(
        ErrorReason.UPSTREAM_REJECTED,
        "%s: another node answers %s (expected: %s)"
            .formatted(kept.value().identifier(), answer, expected));
  }
}
