package dev.nameplate.server.cli.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.nameplate.error.VisibleText;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.trust.chain.ChainExplanation;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Absence;
import dev.nameplate.trust.statement.BatchHeader;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.stream.Stream;

/**
 * Explanation of a verification, for people and for programs. It checks nothing itself.
 *
 * @param proof the verified value
 */
public record ProofView(Verified<?> proof) {
  /** For programs: the delegations that were verified, the outermost first. */
  public ArrayNode chain() {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    delegations().forEach(link -> json(array, link));
    return array;
  }

  private static void json(ArrayNode array, Verified<Delegation> link) {
    Delegation delegation = link.value();
    array
        .addObject()
        .put("prefix", delegation.prefix().toString())
        .put("holder", delegation.holder())
        .put("state", delegation.state().name())
        .put("validUntil", delegation.validity().until().toString())
        .put("keyId", link.keyId().toString())
        .put("log", link.batch().log().text())
        .put("position", link.position());
  }

  /** The chain in lines for people, from the trust anchor down. */
  public List<String> explanation(TrustAnchors anchors) {
    return ChainExplanation.of(proof, anchors);
  }

  /** For programs: the same. */
  public ArrayNode explanationJson(TrustAnchors anchors) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    explanation(anchors).forEach(array::add);
    return array;
  }

  /**
   * Every rule that was checked, one per line, in columns.
   *
   * @param askedFor true if the subject of the statement was given
   */
  public List<String> rules(boolean askedFor) {
    SignedStatement statement = proof.statement();
    BatchHeader batch = statement.batch();
    Columns columns =
        new Columns("")
            .add("form", statement.encodedSize() + " bytes, within the limits, no unknown fields")
            .add("chain", chainRule())
            .add("key", batch.keyId() + " (" + batch.suite() + "), " + signer())
            .add("log", "batch and statement belong to " + batch.log())
            .add("time", "signed " + batch.time() + ", not in the future, while the key was valid")
            .add("subject", askedFor ? "as requested" : "about " + VisibleText.of(subject()))
            .add(
                "batch",
                "leaf %s of the %s of batch %s, by a path of %s hashes"
                    .formatted(
                        statement.leafIndex(),
                        batch.count(),
                        batch.batch(),
                        statement.path().size()))
            .add("signature", "the key signed the batch's root");
    if (proof.value() instanceof Absence absence) {
      columns.add("valid", "until " + proof.time().plus(absence.timeToLive()));
    }
    return columns.lines();
  }

  private String chainRule() {
    int links = proof.chain().size();
    return links == 0
        ? "not needed: an anchor names the key itself"
        : Counts.of(links, "delegation")
            + " from an anchor down, each signed by its parent and in use";
  }

  private String signer() {
    int links = proof.chain().size();
    return links == 0
        ? "named by an anchor"
        : "a key of the authority of " + proof.chain().get(links - 1).value().prefix();
  }

  private String subject() {
    if (proof.value() instanceof IdentifierRecord record) {
      return record.identifier().toString();
    }
    if (proof.value() instanceof RecordedEvent event) {
      return "an event of " + event.recorder();
    }
    if (proof.value() instanceof Absence absence) {
      return absence.identifier().toString();
    }
    return proof.value() instanceof Delegation delegation
        ? delegation.prefix().toString()
        : String.valueOf(proof.value());
  }

  /** A referral is itself the last of its chain. */
  @SuppressWarnings("unchecked") // what it verifies is a delegation
  private List<Verified<Delegation>> delegations() {
    return proof.value() instanceof Delegation
        ? Stream.concat(proof.chain().stream(), Stream.of((Verified<Delegation>) proof)).toList()
        : proof.chain();
  }
}
