package dev.nameplate.server.operation;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Allotments;
import dev.nameplate.assign.StoredDelegations;
import dev.nameplate.assign.Transfer;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAllottedException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.NodeView;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Pages;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Operations on prefixes: the node's own, and the allotted prefixes below them. Thread-safe; blocks
 * while it reads the store or waits for a commit.
 */
public final class PrefixOperations {
  private final NodeView node;
  private final TrustAnchor anchor;
  private final Allotments allotments;

  PrefixOperations(NodeView node) {
    this.node = node;
    this.anchor = node.anchor();
    this.allotments = node.allotments();
  }

  /**
   * The result of a change.
   *
   * @param made the current delegation, unless the receipt was replayed
   */
  public record Changed(Receipt receipt, Optional<Verified<Delegation>> made) {}

  /**
   * Describes a prefix.
   *
   * @throws NotAllottedException if the prefix is below a prefix of the node, and not allotted
   * @throws NotAuthoritativeException if the node has no information about the prefix
   */
  public DescribedPrefix get(Call call, Prefix sought) {
    Operation.GET_PREFIX.requireOf(call.caller());
    Prefix prefix = known(sought);
    if (anchor.covers(prefix)) {
      return own(prefix);
    }
    return allotments
        .get(prefix)
        .map(this::allotted)
        .orElseThrow(
            () ->
                anchor.prefixes().stream().anyMatch(own -> own.contains(prefix))
                    ? new NotAllottedException(prefix)
                    : new NotAuthoritativeException(prefix, anchor.prefixes()));
  }

  /**
   * Lists the node's own prefixes. A page token is the number of prefixes on the pages before: the
   * own prefixes of a running node never change.
   */
  public Page<DescribedPrefix> own(Call call, PageRequest page) {
    Operation.LIST_PREFIXES.requireOf(call.caller());
    List<Prefix> prefixes = anchor.prefixes();
    int from = position(page.token(), prefixes.size());
    int to = Math.min(prefixes.size(), from + page.size());
    return new Page<>(
        prefixes.subList(from, to).stream().map(this::own).toList(),
        to == prefixes.size() ? "" : Integer.toString(to));
  }

  /** Lists the prefixes that are allotted below another. */
  public Page<DescribedPrefix> allotted(Call call, Prefix below, PageRequest page) {
    Operation.LIST_PREFIXES.requireOf(call.caller());
    Page<Verified<Delegation>> found =
        new StoredDelegations(node.delegations())
            .list(known(below), page.size(), PageRequest.BYTES, page.token());
    return new Page<>(
        found.entries().stream().map(entry -> described(entry, List.of())).toList(),
        found.nextToken());
  }

  /** Allots a prefix. */
  public Changed allot(Call call, Allotment allotment) {
    return change(call, changing -> changing.allot(allotment));
  }

  /** Hands a prefix to other keys, endpoints or another holder. */
  public Changed transfer(Call call, Transfer transfer) {
    return change(call, changing -> changing.transfer(transfer));
  }

  /** Suspends a prefix. */
  public Changed suspend(Call call, Prefix prefix, long expected, OperationId operation) {
    return change(call, changing -> changing.suspend(prefix, expected, operation));
  }

  /** Resumes a suspended prefix. */
  public Changed resume(Call call, Prefix prefix, long expected, OperationId operation) {
    return change(call, changing -> changing.resume(prefix, expected, operation));
  }

  /** Revokes a prefix for good. */
  public Changed revoke(Call call, Prefix prefix, long expected, OperationId operation) {
    return change(call, changing -> changing.revoke(prefix, expected, operation));
  }

  /** Revokes a key of a prefix, from a position of its log on. */
  public Changed revokeKey(
      Call call, Prefix prefix, KeyId key, long from, long expected, OperationId operation) {
    return change(call, changing -> changing.revokeKey(prefix, key, from, expected, operation));
  }

  private Changed change(Call call, Function<Allotments, Receipt> change) {
    Operation.CHANGE_PREFIX.requireOf(call.caller());
    Receipt receipt = change.apply(allotments.as(call.caller()));
    return new Changed(
        receipt,
        receipt.replayed()
            ? Optional.empty()
            : node.delegations()
                .version(
                    Prefix.parse(receipt.identifier().suffix().toString()), receipt.version()));
  }

  /** The prefix as it is written if it is here, else as it is cleaned if that is. */
  private Prefix known(Prefix sought) {
    return sought.asKnown(prefix -> anchor.covers(prefix) || allotments.get(prefix).isPresent());
  }

  private DescribedPrefix own(Prefix prefix) {
    return new DescribedPrefix(
        prefix, Optional.of(anchor.authority()), Optional.empty(), node.chains().down(prefix));
  }

  private DescribedPrefix allotted(Verified<Delegation> delegation) {
    Prefix prefix = delegation.value().prefix();
    return described(delegation, node.chains().down(prefix.parent().orElse(prefix)));
  }

  private DescribedPrefix described(Verified<Delegation> delegation, List<SignedStatement> chain) {
    return new DescribedPrefix(
        delegation.value().prefix(),
        delegation.value().hosted() ? Optional.of(anchor.authority()) : Optional.empty(),
        Optional.of(delegation.statement()),
        chain);
  }

  private static int position(String token, int prefixes) {
    try {
      int position = token.isEmpty() ? 0 : Integer.parseInt(token);
      if (position >= 0 && position <= prefixes) {
        return position;
      }
    } catch (NumberFormatException e) {
      // falls through: it is refused like any other token that no page carried
    }
    throw Pages.badToken(token);
  }
}
