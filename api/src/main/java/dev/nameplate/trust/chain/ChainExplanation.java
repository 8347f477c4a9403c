package dev.nameplate.trust.chain;

import dev.nameplate.error.VisibleText;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Explains the verification of an answer in lines for a person: the trust anchor, each delegation
 * below it, and the answer itself, with the keys that signed them. It checks nothing itself. Not
 * thread-safe.
 *
 * <p>Lines about one statement follow its first line, indented. Text out of statements is shown as
 * {@link VisibleText}; keys are shown by the first {@value #KEY_DIGITS} digits of their ids.
 */
public final class ChainExplanation {
  private static final int KEY_DIGITS = 16;
  private static final String DETAIL = "  ";

  private final Verified<?> answer;
  private final List<Verified<Delegation>> chain;
  private final TrustAnchors anchors;
  private final List<String> lines = new ArrayList<>();

  private ChainExplanation(Verified<?> answer, TrustAnchors anchors) {
    this.answer = answer;
    this.chain = answer.chain();
    this.anchors = anchors;
  }

  /**
   * Explains an answer.
   *
   * @param answer a record, an absence or a delegation, with the chain it was verified by
   * @param anchors the anchors of the verifier
   * @return one or more lines, the trust anchor first
   */
  public static List<String> of(Verified<?> answer, TrustAnchors anchors) {
    ChainExplanation explanation = new ChainExplanation(answer, anchors);
    explanation.explainAnchor();
    for (int link = 0; link < explanation.chain.size(); link++) {
      explanation.explain(explanation.chain.get(link), link);
    }
    explanation.explain(answer, explanation.chain.size());
    return List.copyOf(explanation.lines);
  }

  private void explainAnchor() {
    Verified<?> first = chain.isEmpty() ? answer : chain.get(0);
    Optional<TrustAnchor> anchor = anchors.find(first.keyId());
    if (anchor.isEmpty()) {
      line("no trust anchor: the owner of log " + first.batch().log() + " vouches for its own key");
      return;
    }
    line(
        "trust anchor of "
            + anchor.get().prefixes().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ")));
    detail("names " + described(anchor.get().authority()));
  }

  /** Explains a statement that was verified with a number of links of the chain. */
  private void explain(Verified<?> statement, int links) {
    if (statement.value() instanceof Delegation delegation) {
      explain(delegation);
    } else if (statement.value() instanceof Absence absence) {
      explain(absence, statement);
    } else if (statement.value() instanceof IdentifierRecord record) {
      line(
          "record of "
              + record.identifier()
              + ": version "
              + record.version()
              + (record.retired() ? ", retired" : ""));
    } else {
      line(String.valueOf(statement.value()));
    }
    explainSignature(statement, links);
    if (statement.value() instanceof Delegation delegation) {
      explainAuthority(delegation);
    }
  }

  private void explain(Delegation delegation) {
    line(
        "delegation of %s to %s: %s, version %s, valid %s"
            .formatted(
                delegation.prefix(),
                delegation.holder(),
                switch (delegation.state()) {
                  case ACTIVE -> "active";
                  case SUSPENDED -> "suspended";
                  case REVOKED -> "revoked";
                },
                delegation.version(),
                delegation.validity()));
  }

  private void explain(Absence absence, Verified<?> statement) {
    line("absence of " + absence.identifier());
    detail(
        "signed by the authority of %s when its log had %s statements, valid until %s"
            .formatted(
                absence.authority(),
                absence.logSize(),
                statement.time().plus(absence.timeToLive())));
  }

  private void explainSignature(Verified<?> statement, int links) {
    BatchHeader batch = statement.batch();
    boolean kept = !(statement.value() instanceof Absence);
    detail(
        "signed by key %s (%s) %sof log %s, %s"
            .formatted(
                shortId(batch.keyId()),
                batch.suite(),
                kept ? "at position " + statement.position() + " " : "",
                batch.log(),
                batch.time()));
    key(batch.keyId(), links).ifPresent(key -> detail("the key is valid " + span(key)));
  }

  /** The key in the authority proven by a number of links. */
  private Optional<AuthorityKey> key(KeyId keyId, int links) {
    for (int link = links - 1; link >= 0; link--) {
      if (!chain.get(link).value().hosted()) {
        return chain.get(link).value().keys().stream()
            .filter(key -> key.keyId().equals(keyId))
            .findFirst();
      }
    }
    return anchors.find(keyId).map(TrustAnchor::authority);
  }

  private void explainAuthority(Delegation delegation) {
    if (delegation.hosted()) {
      detail("hosted: the parent authority signs for it");
    }
    delegation.keys().forEach(key -> detail("names " + described(key)));
    if (!delegation.endpoints().isEmpty()) {
      detail(
          "served at "
              + delegation.endpoints().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ")));
    }
  }

  private static String described(AuthorityKey key) {
    return "key %s (%s) of log %s, valid %s"
        .formatted(shortId(key.keyId()), key.key().suite(), key.log(), span(key));
  }

  private static String span(AuthorityKey key) {
    String always = key.validity().equals(Validity.ALWAYS) ? "at any time" : "" + key.validity();
    return key.revokedFrom().isEmpty()
        ? always
        : always + ", and is revoked from position " + key.revokedFrom().getAsLong() + " on";
  }

  private static String shortId(KeyId keyId) {
    return keyId.toString().substring(0, KEY_DIGITS);
  }

  private void line(String text) {
    lines.add(VisibleText.within(text));
  }

  private void detail(String text) {
    line(DETAIL + text);
  }
}
