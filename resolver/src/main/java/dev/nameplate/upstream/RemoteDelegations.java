package dev.nameplate.upstream;

import dev.nameplate.assign.Allotments;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trust.chain.Authority;
import dev.nameplate.trust.chain.OutOfUseException;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.wire.PrefixCodec;
import dev.nameplate.wire.UnacceptableAnswerException;
import java.util.List;
import java.util.Optional;

/** The newest delegations of another node, verified, whatever their state. Thread-safe. */
final class RemoteDelegations implements Allotments.Reader {
  private final RemoteCalls node;
  private final StatementVerifier verifier;

  RemoteDelegations(RemoteCalls node, StatementVerifier verifier) {
    this.node = node;
    this.verifier = verifier;
  }

  @Override
  public Optional<Verified<Delegation>> newest(Prefix prefix) {
    try {
      return node.ask(
          () -> {
            DescribedPrefix described = node.describe(prefix);
            return described
                .delegation()
                .filter(any -> described.prefix().equals(prefix)) // and not a cleaned one
                .map(
                    statement ->
                        Rejections.named(
                            prefix, () -> verified(statement, described.chain(), prefix)));
          });
    } catch (PreconditionException e) {
      if (e.reason() == ErrorReason.NOT_ALLOTTED || e.reason() == ErrorReason.NOT_AUTHORITATIVE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public Page<Verified<Delegation>> list(Prefix below, int size, String token) {
    Pages.requireSize(size);
    return node.ask(
        () -> {
          Page<DescribedPrefix> page =
              PrefixCodec.page(
                  node.prefixes().list(PrefixCodec.request(Optional.of(below), size, token)));
          return new Page<>(
              page.entries().isEmpty()
                  ? List.of()
                  : Rejections.named(below, () -> verified(below, page.entries())),
              page.nextToken());
        });
  }

  private List<Verified<Delegation>> verified(Prefix below, List<DescribedPrefix> listed) {
    DescribedPrefix above = node.describe(below);
    return listed.stream()
        .map(
            entry -> {
              if (!above.prefix().contains(entry.prefix())) {
                throw new UnacceptableAnswerException(entry.prefix() + " is not below " + below);
              }
              return verified(
                  entry
                      .delegation()
                      .orElseThrow(
                          () ->
                              new UnacceptableAnswerException("it has no delegation of a prefix")),
                  above.proof(),
                  entry.prefix());
            })
        .toList();
  }

  /**
   * Verifies a delegation by the authority that signed it. Hosted prefixes on the way have the same
   * keys, and may be out of use themselves.
   */
  private Verified<Delegation> verified(
      SignedStatement statement, List<SignedStatement> chain, Prefix prefix) {
    Authority signer =
        verifier.authority(
            chain.stream()
                .filter(link -> !DelegationBody.parse(link.body()).delegation().hosted())
                .toList(),
            prefix);
    return delegation(signer, statement, prefix)
        .filter(delegation -> delegation.value().prefix().equals(prefix))
        .orElseThrow(() -> new UnacceptableAnswerException("it is no delegation of " + prefix));
  }

  private Optional<Verified<Delegation>> delegation(
      Authority signer, SignedStatement statement, Prefix prefix) {
    try {
      return verifier.below(signer, List.of(statement), prefix).chain().stream()
          .skip(signer.chain().size())
          .findFirst();
    } catch (OutOfUseException e) {
      return Optional.of(e.delegation()).filter(known -> known.statement().equals(statement));
    }
  }
}
