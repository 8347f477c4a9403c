package dev.nameplate.trust;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A rule that something signed must keep to be believed. The steps are those of {@link
 * dev.nameplate.trust.chain.StatementVerifier}; a rule without steps is one of notes, checkpoints,
 * trust roots, chains or kept answers.
 */
public enum Rule {
  /** A statement is within the caps. Otherwise nothing in it was hashed or checked. */
  STATEMENT_TOO_LARGE(1),
  /** The bytes of a statement have the form of their kind. */
  MALFORMED_STATEMENT(2, 9),
  /** The key of the batch is named by a trust anchor or a delegation. */
  UNTRUSTED_KEY(3),
  /** The batch names the suite of its key. */
  SUITE_MISMATCH(4),
  /** The batch and the statement name the log of their key. */
  WRONG_LOG(5, 10),
  /** The batch is not from the future, by more than clocks may differ. */
  FUTURE_BATCH(6),
  /** The key was valid at the time of the batch. */
  KEY_NOT_VALID(7),
  /** The statement by a revoked key is before the position of the revocation. */
  KEY_REVOKED(8),
  /** The statement is of the wanted kind. */
  WRONG_KIND(9),
  /** The statement is about the wanted identifier, of the native namespace. */
  WRONG_SUBJECT(9, 11),
  /** Each disclosed value has its digest in the statement. */
  DISCLOSURE_INVALID(9),
  /** A delegation leads from the authority that signed it down to the wanted prefix. */
  CHAIN_BROKEN(11, 12),
  /** The statement is about a prefix that its key is trusted for. */
  PREFIX_NOT_COVERED(12),
  /** The statement is the leaf of its batch that it claims to be. */
  NOT_IN_BATCH(13),
  /** A signature is by the key that it names. */
  SIGNATURE_INVALID(14),
  /** A delegation is valid already. */
  DELEGATION_NOT_YET_VALID(15),
  /** A delegation is still valid. */
  DELEGATION_EXPIRED(15),
  /** The prefix of a delegation is not suspended. */
  DELEGATION_SUSPENDED(15),
  /** The prefix of a delegation is not revoked. */
  DELEGATION_REVOKED(15),
  /** A signed absence is recent enough. */
  ABSENCE_EXPIRED(15),
  /** The question and the rows of a kept answer are those of its certificate. */
  ANSWER_DIFFERS,
  /** A chain has at most {@link dev.nameplate.trust.chain.Authority#MAX_CHAIN} delegations. */
  CHAIN_TOO_LONG,
  /** A trust anchor is for the prefix or for one above it. */
  NO_TRUST_ANCHOR,
  /** A text is a signed note, a checkpoint or a transparency-log proof. */
  MALFORMED_NOTE,
  /** A checkpoint is of the wanted log, and has each signature that the log must make. */
  CHECKPOINT_REJECTED,
  /** A Merkle proof leads to the given root. */
  PROOF_INVALID,
  /** A trust root is current. */
  ROOT_EXPIRED,
  /** A trust root is signed by as many of its keys as must sign it. */
  ROOT_THRESHOLD,
  /** A trust root has the version that follows its predecessor's. */
  ROOT_VERSION;

  @SuppressWarnings("ImmutableEnumChecker") // List.of never changes
  private final List<Integer> steps;

  Rule(Integer... steps) {
    this.steps = List.of(steps);
  }

  /** Steps of the verifier that check this rule, in order; may be empty. */
  public List<Integer> steps() {
    return steps;
  }

  /** An exception for a breach of this rule; the message is one line. */
  public BrokenRuleException broken(String message) {
    return new BrokenRuleException(this, message);
  }

  /** True for a failure that is a breach of this rule. */
  public boolean isBrokenBy(Throwable failure) {
    return failure instanceof BrokenRuleException broken && broken.rule() == this;
  }

  /** The name as printed, for example {@code SignatureInvalid}. */
  @Override
  public String toString() {
    return Arrays.stream(name().split("_"))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
