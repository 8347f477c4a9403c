package dev.nameplate.trust.chain;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.StatementVerifier.SignatureCheck;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.merkle.MerkleProof;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import java.time.Clock;
import java.time.Instant;

/**
 * The checks of a statement that do not depend on its content: its batch was signed by a key that
 * was valid then, and the statement is a leaf of it. Thread-safe.
 */
final class BatchCheck {
  private final Clock clock;
  private final VerifiedBatches verified;
  private final SignatureCheck signatureCheck;
  private final Runnable beforeSignature;

  BatchCheck(
      Clock clock,
      VerifiedBatches verified,
      SignatureCheck signatureCheck,
      Runnable beforeSignature) {
    this.clock = clock;
    this.verified = verified;
    this.signatureCheck = signatureCheck;
    this.beforeSignature = beforeSignature;
  }

  /** Copy of this check that also runs an action before each signature check. */
  BatchCheck counting(Runnable before) {
    return new BatchCheck(
        clock,
        verified,
        signatureCheck,
        () -> {
          beforeSignature.run();
          before.run();
        });
  }

  Instant now() {
    return clock.instant();
  }

  /** Steps 4 to 7: the key may have made the batch in the log. */
  void requireMadeBy(AuthorityKey key, LogName log, BatchHeader header) {
    SignatureSuite suite = key.key().suite();
    if (header.suite() != suite) { // step 4
      throw Rule.SUITE_MISMATCH.broken(
          "the batch names the suite %s, but its key %s is of %s"
              .formatted(header.suite(), header.keyId(), suite));
    }
    header.log().require(log, "the batch"); // step 5
    Instant now = now();
    if (header.time().isAfter(now.plus(StatementVerifier.CLOCK_DIFFERENCE))) { // step 6
      throw Rule.FUTURE_BATCH.broken(
          "the batch was made at %s, which is more than 5 minutes after now, %s"
              .formatted(header.time(), now));
    }
    if (!key.validity().contains(header.time())) { // step 7
      throw Rule.KEY_NOT_VALID.broken(
          "the batch was made at %s, but the key %s is valid %s%s"
              .formatted(
                  header.time(),
                  key.keyId(),
                  key.validity(),
                  header.time().isBefore(key.validity().from())
                      ? "; repair with prefix transfer --keys-from"
                      : ""));
    }
  }

  /** Step 8: the statement precedes the key's revocation. */
  static void requireBeforeRevocation(AuthorityKey key, SignedStatement statement) {
    if (key.revokedFrom().isPresent() && statement.position() >= key.revokedFrom().getAsLong()) {
      throw revoked(key, "position " + statement.position());
    }
  }

  static BrokenRuleException revoked(AuthorityKey key, String what) {
    return Rule.KEY_REVOKED.broken(
        "the key %s is revoked from position %s of its log, but signed %s"
            .formatted(key.keyId(), key.revokedFrom().orElse(0), what));
  }

  /** Steps 13 and 14: the statement is a leaf of its batch, and the key signed the batch. */
  void requireSigned(SignedStatement statement, VerifyingKey key) {
    requireInBatch(statement, key.suite().hash());
    requireSignature(statement.signedBatch(), key);
  }

  private static void requireInBatch(SignedStatement statement, HashFunction hash) {
    BatchHeader header = statement.batch();
    Bytes leafHash = hash.leafHash(statement.body());
    int leaf = statement.leafIndex();
    if (!MerkleProof.includes(
        hash, leafHash, leaf, header.count(), statement.path(), header.root())) {
      throw Rule.NOT_IN_BATCH.broken(
          "the statement is not leaf %s of batch %s, which has %s statements"
              .formatted(Integer.toUnsignedString(leaf), header.batch(), header.count()));
    }
  }

  /** Step 14: the key signed the batch. */
  void requireSignature(SignedBatch batch, VerifyingKey key) {
    Bytes known = VerifiedBatches.keyOf(batch);
    if (verified.contains(known)) {
      return;
    }
    beforeSignature.run();
    if (!signatureCheck.verifies(key, batch.message(), batch.signature())) {
      throw Rule.SIGNATURE_INVALID.broken(
          "the signature of batch "
              + batch.header().batch()
              + " is not one of the key "
              + key.keyId());
    }
    verified.add(known);
  }
}
