package dev.nameplate.upstream;

import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.ResolveResponse;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that the chains of answers prove. Answers one after the other often have the same
 * chain, which is then verified once. Used by one thread.
 */
final class Signers {
  private final BiFunction<List<SignedStatement>, Prefix, Authority> verify;
  private final Consumer<Authority> onSigner;
  private @Nullable Proven last;

  /** The authority that a chain proves for a prefix. */
  private record Proven(
      List<dev.nameplate.v1.SignedStatement> chain, Prefix prefix, Authority signer) {}

  /**
   * Verifies chains.
   *
   * @param verify the authority of a prefix that a chain proves; throws if it proves none
   * @param onSigner receives each authority whose chain was verified
   */
  Signers(
      BiFunction<List<SignedStatement>, Prefix, Authority> verify, Consumer<Authority> onSigner) {
    this.verify = verify;
    this.onSigner = onSigner;
  }

  /**
   * The authority that must have signed an answer about an identifier of a prefix.
   *
   * @throws dev.nameplate.error.RejectedStatementException if the chain breaks a rule
   */
  Authority of(ResolveResponse answer, Prefix about) {
    Proven proven = last;
    if (proven == null
        || !proven.prefix().equals(about)
        || !proven.chain().equals(answer.getChainList())) {
      Authority signer = verify.apply(UpstreamAnswers.chain(answer), about);
      proven = new Proven(answer.getChainList(), about, signer);
      last = proven;
      onSigner.accept(signer);
    }
    return proven.signer();
  }
}
