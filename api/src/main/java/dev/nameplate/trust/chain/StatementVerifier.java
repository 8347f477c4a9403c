package dev.nameplate.trust.chain;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AbsenceBody;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Certificate;
import dev.nameplate.trust.statement.CertificateBody;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedBatch;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.trust.statement.StatementBody;
import dev.nameplate.trust.statement.StatementKind;
import dev.nameplate.trust.statement.UnloggedBody;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

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
 *   <li>The key of the batch is one of the authority: of a trust anchor, or of the last delegation
 *       of a chain from one.
 *   <li>The batch names the suite of that key.
 *   <li>The batch names the log of that key; an absence or a certificate names the log of absences
 *       or answers beside it.
 *   <li>The batch is not from the future, by more than {@link #CLOCK_DIFFERENCE}.
 *   <li>The key counted at the time of the batch.
 *   <li>If the key is revoked, the statement stands before the position from which it is.
 *   <li>The body is a statement of the wanted kind and the native namespace, within its bounds and
 *       without fields that are not known here; each disclosed value is the one whose digest stands
 *       in the body, and only records and restricted events have any.
 *   <li>The body names the same log.
 *   <li>It is about the identifier that was asked for, or about a range that holds it; a delegation
 *       leads towards it. Of an event nothing is asked here.
 *   <li>The authority is that of the identifier's prefix, or of the one under which an event was
 *       recorded; for a delegation, of one above it.
 *   <li>The body is the leaf of the batch that it claims to be.
 *   <li>The signature over the batch header is one of the key. This step alone is remembered: a
 *       verifier that has checked one statement of a batch checks its siblings with hashes alone.
 *   <li>Each delegation of the chain counts now, within {@link #CLOCK_DIFFERENCE}, and is neither
 *       suspended nor revoked. An absence is not older than its time to live, by more than that.
 * </ol>
 *
 * <p><b>Security guarantees:</b> whoever cannot sign with a key of an anchor, or with one that a
 * chain of delegations names, cannot make a statement about its prefixes be believed, nor a true
 * one be believed under another identifier, log or kind. A suspension or revocation by the
 * authority above is seen at the latest when the delegation a verifier has runs out. Not promised:
 * that the statement is the newest about its identifier, or that the key's owner tells everyone the
 * same; for that, compare {@link Checkpoint}s. Whoever steals a key can date a batch back, both to
 * a time in which the key counted and to a position before its revocation; that no such batch ever
 * stood in the log is shown by a {@link TlogProof} alone.
 */
public final class StatementVerifier {
  /**
   * Tolerated difference of clocks: of a batch's time and a delegation's validity from this clock.
   */
  public static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

  /** Default number of verified batches to remember. */
  public static final int DEFAULT_REMEMBERED_BATCHES = 4096;

  /** Checks one signature over a batch. */
  @FunctionalInterface
  interface SignatureCheck {
    boolean verifies(VerifyingKey key, Bytes message, Bytes signature);
  }

  private final TrustAnchors anchors;
  private final BatchCheck batches;

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
    this(anchors, new BatchCheck(clock, remembering(rememberedBatches), signatureCheck, () -> {}));
  }

  private StatementVerifier(TrustAnchors anchors, BatchCheck batches) {
    this.anchors = anchors;
    this.batches = batches;
  }

  private static VerifiedBatches remembering(int batches) {
    if (batches < 1) {
      throw new IllegalArgumentException(
          "rememberedBatches: " + batches + " (expected: 1 or more)");
    }
    return new VerifiedBatches(batches);
  }

  /**
   * Copy of this verifier that runs an action before each signature check, to bound the work on a
   * question; an exception of it ends the check. Remembered batches are not checked again.
   */
  public StatementVerifier counting(Runnable beforeSignature) {
    return new StatementVerifier(anchors, batches.counting(beforeSignature));
  }

  /**
   * Checks a statement that answers a question, signed by a trust anchor's own key.
   *
   * @param expected the identifier that was asked for
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<IdentifierRecord> verify(SignedStatement statement, Identifier expected) {
    TrustAnchor anchor = anchorOf(statement);
    StatementBody body = read(statement, anchor.authority(), expected);
    requireSubject(body.record().identifier(), expected);
    requireCovered(anchor, body.record().identifier().prefix());
    batches.requireSigned(statement, anchor.authorityKey());
    return new Verified<>(body.record(), statement);
  }

  /**
   * Checks a statement signed by a trust anchor's own key, whatever identifier it is about: step 11
   * is left out. Not for answers, which could then be about another identifier than the question;
   * nor for ranges, whose values follow from the identifier.
   *
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<IdentifierRecord> verify(SignedStatement statement) {
    return verify(statement, StatementKind.RECORD);
  }

  /**
   * Checks a statement that answers a question, by a chain of delegations from a trust anchor.
   *
   * @param chain the delegations, the outermost first; delegations of an anchor's prefix, or above,
   *     are skipped
   * @param expected the requested identifier
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<IdentifierRecord> verify(
      SignedStatement statement, List<SignedStatement> chain, Identifier expected) {
    return verify(statement, expected, authority(chain, expected.prefix()));
  }

  /**
   * Checks a statement that answers a question, signed by an authority. One that was proven earlier
   * is refused when a delegation of its chain no longer counts.
   *
   * @param expected the identifier that was asked for
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<IdentifierRecord> verify(
      SignedStatement statement, Identifier expected, Authority authority) {
    requireInUse(authority);
    AuthorityKey key = keyOf(statement, authority);
    StatementBody body = read(statement, key, expected);
    requireSubject(body.record().identifier(), expected);
    if (!authority.prefix().equals(expected.prefix())) { // step 12
      throw notCovered(key, expected.prefix());
    }
    batches.requireSigned(statement, key.key());
    return new Verified<>(body.record(), statement, authority.chain());
  }

  /**
   * Checks an event that a trust anchor's own key signed. What it says came to be need not stand
   * under its recorder's prefix: that is for the reader to ask.
   *
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<RecordedEvent> verifyEvent(SignedStatement statement) {
    return verify(statement, StatementKind.EVENT);
  }

  private <T> Verified<T> verify(SignedStatement statement, StatementKind<T> kind) {
    TrustAnchor anchor = anchorOf(statement);
    T said = read(statement, kind, anchor.authority());
    requireCovered(anchor, kind.prefix(said));
    batches.requireSigned(statement, anchor.authorityKey());
    return new Verified<>(said, statement);
  }

  /**
   * Checks an event that an authority signed. One that was proven earlier is refused when a
   * delegation of its chain no longer counts.
   *
   * @param authority that of the prefix under which the event was recorded
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<RecordedEvent> verifyEvent(SignedStatement statement, Authority authority) {
    requireInUse(authority);
    AuthorityKey key = keyOf(statement, authority);
    RecordedEvent event = read(statement, StatementKind.EVENT, key);
    if (!authority.prefix().equals(event.recorder())) { // step 12
      throw notCovered(key, event.recorder());
    }
    batches.requireSigned(statement, key.key());
    return new Verified<>(event, statement, authority.chain());
  }

  /**
   * Checks a signed absence of the requested identifier.
   *
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<Absence> verifyAbsence(
      SignedStatement statement, Identifier expected, Authority authority) {
    requireInUse(authority);
    AuthorityKey key = requireKey(statement, authority);
    Absence absence =
        readUnlogged(statement, key, key.log().absences(), "an absence", AbsenceBody::parse);
    requireSubject(absence.identifier(), expected);
    if (!absence.authority().equals(authority.prefix())) { // step 12
      throw notCovered(key, absence.authority());
    }
    batches.requireSigned(statement, key.key());
    Instant until = statement.batch().time().plus(absence.timeToLive());
    if (batches.now().isAfter(until.plus(CLOCK_DIFFERENCE))) { // step 15
      throw Rule.ABSENCE_EXPIRED.broken(
          "the absence was valid until " + until + ", now it is " + batches.now());
    }
    return new Verified<>(absence, statement, authority.chain());
  }

  /**
   * Checks the certificate of an answer, and the signatures of the checkpoint in it. Whether rows
   * are those of the certificate is for the caller to check.
   *
   * @param authority that of the prefix of the node that answered
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<Certificate> verifyCertificate(SignedStatement statement, Authority authority) {
    requireInUse(authority);
    AuthorityKey key = requireKey(statement, authority);
    Certificate certificate =
        readUnlogged(statement, key, key.log().answers(), "a certificate", CertificateBody::parse);
    if (!certificate.authority().equals(authority.prefix())) { // step 12
      throw notCovered(key, certificate.authority());
    }
    batches.requireSigned(statement, key.key());
    Checkpoint.verify(certificate.checkpoint(), key);
    return new Verified<>(certificate, statement, authority.chain());
  }

  private <T> T readUnlogged(
      SignedStatement statement,
      AuthorityKey key,
      LogName log,
      String what,
      Function<Bytes, UnloggedBody<T>> parsing) {
    batches.requireMadeBy(key, log, statement.batch());
    if (key.revokedFrom().isPresent()) { // step 8: it has no position in the log
      throw BatchCheck.revoked(key, what);
    }
    UnloggedBody<T> body = parsing.apply(statement.body());
    StatementKind.requireNone(statement.disclosures());
    requireLog(body.log(), log);
    return body.content();
  }

  /**
   * The authority nearest to a prefix that a chain of delegations from a trust anchor proves.
   *
   * @param chain the delegations, the outermost first; delegations of an anchor's prefix, or above,
   *     are skipped
   * @param towards the prefix; no delegation may lead elsewhere
   * @throws BrokenRuleException if a rule is broken
   */
  public Authority authority(List<SignedStatement> chain, Prefix towards) {
    return below(
        anchors.above(towards).orElseThrow(() -> TrustAnchors.noneFor(towards)), chain, towards);
  }

  /**
   * The authority nearest to a prefix that further delegations prove.
   *
   * @param from an authority above the prefix
   * @param chain the delegations, the outermost first; delegations of its own prefix or above are
   *     skipped
   * @param towards the prefix; no delegation may lead elsewhere
   * @throws BrokenRuleException if a rule is broken
   */
  public Authority below(Authority from, List<SignedStatement> chain, Prefix towards) {
    if (chain.size() > Authority.MAX_CHAIN) {
      throw tooLong(chain.size());
    }
    requireInUse(from);
    Authority authority = from;
    for (SignedStatement link : chain) {
      if (!DelegationBody.prefixOf(link.body()).contains(authority.prefix())) {
        authority = below(authority, link, towards);
      }
    }
    return authority;
  }

  private Authority below(Authority from, SignedStatement statement, Prefix towards) {
    AuthorityKey key = keyOf(statement, from);
    Delegation delegation = read(statement, StatementKind.DELEGATION, key);
    if (!from.prefix().contains(delegation.prefix())
        || !delegation.prefix().contains(towards)) { // steps 11 and 12
      throw Rule.CHAIN_BROKEN.broken(
          "the delegation is of %s, which is not on the path from %s down to %s"
              .formatted(delegation.prefix(), from.prefix(), towards));
    }
    if (from.chain().size() == Authority.MAX_CHAIN) {
      throw tooLong(Authority.MAX_CHAIN + 1);
    }
    batches.requireSigned(statement, key.key());
    Verified<Delegation> verified = new Verified<>(delegation, statement, from.chain());
    requireInUse(verified);
    return from.below(verified);
  }

  private void requireInUse(Authority authority) {
    authority.chain().forEach(this::requireInUse);
  }

  /** Step 15: the delegation is valid now. A revocation is valid for ever. */
  private void requireInUse(Verified<Delegation> verified) {
    Delegation delegation = verified.value();
    if (delegation.state() == Delegation.State.REVOKED) {
      throw new OutOfUseException(Rule.DELEGATION_REVOKED, verified);
    }
    Instant now = batches.now();
    if (now.plus(CLOCK_DIFFERENCE).isBefore(delegation.validity().from())) {
      throw Rule.DELEGATION_NOT_YET_VALID.broken(
          "the delegation of %s is valid from %s, now it is %s"
              .formatted(delegation.prefix(), delegation.validity().from(), now));
    }
    if (!now.minus(CLOCK_DIFFERENCE).isBefore(delegation.validity().until())) {
      throw Rule.DELEGATION_EXPIRED.broken(
          "the delegation of %s was valid until %s, now it is %s"
              .formatted(delegation.prefix(), delegation.validity().until(), now));
    }
    if (delegation.state() == Delegation.State.SUSPENDED) {
      throw new OutOfUseException(Rule.DELEGATION_SUSPENDED, verified);
    }
  }

  /**
   * Checks a statement out of a log, a record, a range, an event or a delegation, that a trust
   * anchor's own key signed, whatever it is about: a log also holds the records of hosted prefixes,
   * and delegations that no longer count. For audits of a log only; what it returns says what
   * stands in the log, not what to believe now.
   *
   * @throws BrokenRuleException if a rule is broken
   */
  public Verified<?> verifyLogged(SignedStatement statement) {
    TrustAnchor anchor = anchorOf(statement);
    return verifyLogged(statement, StatementKind.of(statement.body()), anchor);
  }

  /** Checks a logged statement of a kind. */
  <T> Verified<T> verifyLogged(SignedStatement statement, StatementKind<T> kind) {
    return verifyLogged(statement, kind, anchorOf(statement));
  }

  private <T> Verified<T> verifyLogged(
      SignedStatement statement, StatementKind<T> kind, TrustAnchor anchor) {
    T said = read(statement, kind, anchor.authority());
    requireAtOrBelow(anchor, kind.prefix(said));
    batches.requireSigned(statement, anchor.authorityKey());
    return new Verified<>(said, statement);
  }

  /**
   * Checks a batch out of a log by itself: that a trust anchor's own key signed it. What stands in
   * it is not looked at. For audits of a log only.
   *
   * @throws BrokenRuleException if a rule is broken
   */
  public void verifyBatch(SignedBatch batch) {
    BatchHeader header = batch.header();
    TrustAnchor anchor = anchors.require(header.keyId()); // step 3
    batches.requireMadeBy(anchor.authority(), anchor.log(), header);
    batches.requireSignature(batch, anchor.authorityKey());
  }

  private TrustAnchor anchorOf(SignedStatement statement) {
    BatchHeader header = statement.batch(); // steps 1 and 2 were taken when it was made
    TrustAnchor anchor = anchors.require(header.keyId()); // step 3
    batches.requireMadeBy(anchor.authority(), anchor.log(), header);
    BatchCheck.requireBeforeRevocation(anchor.authority(), statement);
    return anchor;
  }

  private AuthorityKey keyOf(SignedStatement statement, Authority authority) {
    AuthorityKey key = requireKey(statement, authority);
    batches.requireMadeBy(key, key.log(), statement.batch());
    BatchCheck.requireBeforeRevocation(key, statement);
    return key;
  }

  private static AuthorityKey requireKey(SignedStatement statement, Authority authority) {
    KeyId keyId = statement.batch().keyId(); // steps 1 and 2 were taken when it was made
    return authority
        .key(keyId)
        .orElseThrow(
            () ->
                Rule.UNTRUSTED_KEY.broken(
                    "the batch is signed with key %s, which is not a key of the authority of %s"
                        .formatted(keyId, authority.prefix()))); // step 3
  }

  private static <T> T read(SignedStatement statement, StatementKind<T> kind, AuthorityKey key) {
    StatementKind.Said<T> said =
        kind.read(statement.body(), statement.disclosures(), key.key().suite().hash()); // step 9
    requireLog(said.log(), key.log());
    return said.value();
  }

  /** Reads a statement about an identifier, which may be a member of a range. */
  private static StatementBody read(
      SignedStatement statement, AuthorityKey key, Identifier expected) {
    StatementBody body =
        StatementBody.parse(
            statement.body(),
            statement.disclosures(),
            key.key().suite().hash(),
            expected); // steps 9 and, of a range, 11
    requireLog(body.log(), key.log());
    return body;
  }

  private static void requireLog(LogName found, LogName expected) { // step 10
    found.require(expected, "the statement");
  }

  private static void requireSubject(Identifier found, Identifier expected) {
    if (!found.equals(expected)) { // step 11
      throw Rule.WRONG_SUBJECT.broken(
          "the statement is about " + found + ", not about " + expected);
    }
  }

  private static void requireCovered(TrustAnchor anchor, Prefix prefix) {
    if (!anchor.covers(prefix)) { // step 12
      throw notCovered(anchor.authority(), prefix);
    }
  }

  private static void requireAtOrBelow(TrustAnchor anchor, Prefix prefix) {
    if (anchor.prefixes().stream().noneMatch(own -> own.contains(prefix))) {
      throw notCovered(anchor.authority(), prefix);
    }
  }

  private static BrokenRuleException tooLong(int links) {
    return Rule.CHAIN_TOO_LONG.broken(
        "the chain has " + links + " delegations (expected: at most " + Authority.MAX_CHAIN + ")");
  }

  private static BrokenRuleException notCovered(AuthorityKey key, Prefix prefix) {
    return Rule.PREFIX_NOT_COVERED.broken(
        "the key " + key.keyId() + " is not trusted for the prefix " + prefix);
  }
}
