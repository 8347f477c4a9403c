package dev.nameplate.trust;

import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Checks signed statements against trust anchors, offline. Thread-safe.
 *
 * <p>A statement is believed when all of these hold; the first that does not is thrown. The numbers
 * are those of {@code api/README.md}.
 *
 * <ol>
 *   <li>It is within the caps: checked when a {@link SignedStatement} is made, before anything is
 *       hashed.
 *   <li>Its envelope has the one form it may have, and its batch header no unknown field.
 *   <li>A trust anchor names the key of the batch.
 *   <li>The batch names the suite of that key.
 *   <li>The batch names the log of that anchor.
 *   <li>The batch is not from the future, by more than {@link #CLOCK_DIFFERENCE}.
 *   <li>The body is a record of the native namespace, within its bounds and without fields that are
 *       not known here; each disclosed value is the one whose digest stands in the body.
 *   <li>The body names the same log.
 *   <li>It is about the identifier that was asked for.
 *   <li>The anchor covers the identifier's prefix.
 *   <li>The body is the leaf of the batch that it claims to be.
 *   <li>The signature over the batch header is one of the key. This step alone is remembered: a
 *       verifier that has checked one statement of a batch checks its siblings with hashes alone.
 * </ol>
 *
 * <p><b>Security guarantees:</b> whoever cannot sign with the authority key of an anchor cannot
 * make a statement about its prefixes be believed, nor a true one be believed under another
 * identifier, log or kind. Not promised: that the statement is the newest about its identifier, or
 * that the key's owner tells everyone the same; for that, compare {@link Checkpoint}s.
 */
public final class StatementVerifier {
  /** How far a batch's time may be ahead of this verifier's clock. */
  public static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

  /** How many verified batches are remembered unless told otherwise. */
  public static final int DEFAULT_REMEMBERED_BATCHES = 4096;

  /** Checks one signature over a batch. */
  @FunctionalInterface
  interface SignatureCheck {
    boolean verifies(VerifyingKey key, Bytes message, Bytes signature);
  }

  private final TrustAnchors anchors;
  private final Clock clock;
  private final VerifiedBatches verified;
  private final SignatureCheck signatureCheck;

  /** A verifier that remembers {@link #DEFAULT_REMEMBERED_BATCHES} batches. */
  public StatementVerifier(TrustAnchors anchors, Clock clock) {
    this(anchors, clock, DEFAULT_REMEMBERED_BATCHES);
  }

  /**
   * A verifier.
   *
   * @param anchors whom to believe
   * @param clock what time it is
   * @param rememberedBatches how many verified batches are remembered, 1 or more, about 200 bytes
   *     each
   */
  public StatementVerifier(TrustAnchors anchors, Clock clock, int rememberedBatches) {
    this(anchors, clock, rememberedBatches, VerifyingKey::verifies);
  }

  StatementVerifier(
      TrustAnchors anchors, Clock clock, int rememberedBatches, SignatureCheck signatureCheck) {
    if (rememberedBatches < 1) {
      throw new IllegalArgumentException(
          "rememberedBatches: " + rememberedBatches + " (expected: 1 or more)");
    }
    this.anchors = anchors;
    this.clock = clock;
    this.verified = new VerifiedBatches(rememberedBatches);
    this.signatureCheck = signatureCheck;
  }

  /**
   * Checks a statement that answers a question.
   *
   * @param expected the identifier that was asked for
   * @throws RejectedStatementException of the subclass that names the broken rule
   */
  public Verified<IdentifierRecord> verify(SignedStatement statement, Identifier expected) {
    TrustAnchor anchor = requireTrustedBatch(statement.signedBatch());
    StatementBody body = parse(statement, anchor);
    if (!body.record().identifier().equals(expected)) { // step 9
      throw new WrongSubjectException(body.record().identifier(), expected);
    }
    return verify(statement, body, anchor);
  }

  /**
   * Checks a statement out of a log, whatever identifier it is about: step 9 is left out. For
   * audits; not for answers, which could then be about another identifier than the question.
   *
   * @throws RejectedStatementException of the subclass that names the broken rule
   */
  public Verified<IdentifierRecord> verify(SignedStatement statement) {
    TrustAnchor anchor = requireTrustedBatch(statement.signedBatch());
    return verify(statement, parse(statement, anchor), anchor);
  }

  private TrustAnchor requireTrustedBatch(SignedBatch batch) {
    BatchHeader header = batch.header(); // steps 1 and 2 were taken when it was made
    TrustAnchor anchor =
        anchors
            .find(header.keyId())
            .orElseThrow(() -> new UntrustedKeyException(header.keyId())); // step 3
    SignatureSuite suite = anchor.authorityKey().suite();
    if (header.suite() != suite) { // step 4
      throw new SuiteMismatchException(header.keyId(), suite, header.suite());
    }
    if (!header.log().equals(anchor.log())) { // step 5
      throw new WrongLogException("the batch", header.log(), anchor.log());
    }
    Instant now = clock.instant();
    if (header.time().isAfter(now.plus(CLOCK_DIFFERENCE))) { // step 6
      throw new FutureBatchException(header.time(), now);
    }
    return anchor;
  }

  private static StatementBody parse(SignedStatement statement, TrustAnchor anchor) {
    HashFunction hash = anchor.authorityKey().suite().hash();
    StatementBody body =
        StatementBody.parse(statement.body(), statement.disclosures(), hash); // step 7
    if (!body.log().equals(anchor.log())) { // step 8
      throw new WrongLogException("the statement", body.log(), anchor.log());
    }
    return body;
  }

  private Verified<IdentifierRecord> verify(
      SignedStatement statement, StatementBody body, TrustAnchor anchor) {
    if (!anchor.covers(body.record().identifier().prefix())) { // step 10
      throw new PrefixNotCoveredException(
          "the key "
              + anchor.keyId()
              + " is not trusted for the prefix "
              + body.record().identifier().prefix());
    }
    requireInBatch(statement, anchor.authorityKey().suite().hash()); // step 11
    requireSignature(statement.signedBatch(), anchor.authorityKey()); // step 12
    return new Verified<>(body.record(), statement);
  }

  private static void requireInBatch(SignedStatement statement, HashFunction hash) {
    BatchHeader header = statement.batch();
    Bytes leafHash = hash.leafHash(statement.body());
    int leaf = statement.leafIndex();
    if (!MerkleProof.includes(
        hash, leafHash, leaf, header.count(), statement.path(), header.root())) {
      throw new NotInBatchException(
          "the statement is not leaf %s of batch %d, which has %d statements"
              .formatted(Integer.toUnsignedString(leaf), header.batch(), header.count()));
    }
  }

  private void requireSignature(SignedBatch batch, VerifyingKey key) {
    Bytes known = VerifiedBatches.keyOf(batch);
    if (verified.contains(known)) {
      return;
    }
    if (!signatureCheck.verifies(key, batch.message(), batch.signature())) {
      throw new SignatureInvalidException(
          "the signature of batch "
              + batch.header().batch()
              + " is not one of the key "
              + key.keyId());
    }
    verified.add(known);
  }
}
