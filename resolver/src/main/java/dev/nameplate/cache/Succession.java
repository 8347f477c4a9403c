package dev.nameplate.cache;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.Absence;
import dev.nameplate.trust.Verified;

/**
 * Which answers may take the place of a record that is kept. One that was signed by the same
 * authority, but before the record was, is a replay: versions only go up, and an identifier that
 * was assigned is never again one that was not.
 */
final class Succession {
  private Succession() {}

  /** Whether somebody signed an answer; a referral always is. */
  static boolean isProven(Resolution answer) {
    return !(answer instanceof Resolution.Absent absent)
        || absent.denial().isPresent()
        || absent.tombstone().isPresent();
  }

  /**
   * Refuses what may not take a record's place.
   *
   * @throws NodeException with reason {@code UPSTREAM_REJECTED} if it may not
   */
  static void require(Verified<IdentifierRecord> kept, Resolution answer) {
    if (!isProven(answer)) {
      throw refused(kept, "its absence", "one that is signed");
    }
    if (answer instanceof Resolution.Found found) {
      requireLater(kept, found.verified());
    }
    if (answer instanceof Resolution.Absent absent) {
      absent.tombstone().ifPresent(tombstone -> requireLater(kept, tombstone));
      absent.denial().ifPresent(denial -> requireLaterDenial(kept, denial));
    }
  }

  private static void requireLater(
      Verified<IdentifierRecord> kept, Verified<IdentifierRecord> answer) {
    long known = kept.value().version();
    if (answer.value().version() < known
        && answer.batch().log().equals(kept.batch().log())
        && answer.chain().equals(kept.chain())) {
      throw refused(kept, "version " + answer.value().version(), "version " + known + " or later");
    }
  }

  private static void requireLaterDenial(
      Verified<IdentifierRecord> kept, Verified<Absence> denial) {
    if (denial.time().isBefore(kept.time())
        && denial.batch().log().equals(kept.batch().log().absences())
        && denial.chain().equals(kept.chain())) {
      throw refused(kept, "its absence at " + denial.time(), "one from " + kept.time() + " on");
    }
  }

  private static NodeException refused(
      Verified<IdentifierRecord> kept, String answer, String expected) {
    return new NodeException(
        ErrorReason.UPSTREAM_REJECTED,
        "%s: another node answers %s (expected: %s)"
            .formatted(kept.value().identifier(), answer, expected));
  }
}
