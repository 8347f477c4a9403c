package dev.nameplate.trace;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;

/**
 * A certificate of an answer, with what a reader needs to verify it. Immutable.
 *
 * @param question the exact bytes of the question, whose hash is in the certificate
 * @param statement the signed {@link dev.nameplate.trust.statement.Certificate}
 * @param chain the delegations that prove it, the outermost first
 */
public record Certification(
    Bytes question, SignedStatement statement, List<SignedStatement> chain) {
  /** Copies the chain. */
  public Certification {
    chain = List.copyOf(chain);
  }
}
