package dev.nameplate.assign;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.NationalGrammar;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.resolve.Page;
import dev.nameplate.resolve.Pages;
import dev.nameplate.text.NameText;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Allots prefixes below those of the node, and manages their life cycle: {@code ACTIVE} and {@code
 * SUSPENDED}, each from the other, and {@code REVOKED} from both, for ever. Every change is a
 * signed statement in the node's log; its receipt is about {@code 0.NA/<prefix>} and means:
 * durable, logged and signed.
 *
 * <p>Thread-safe. Plain methods block until the change is committed; the {@code Async} method
 * returns at once, except that it waits for room when too many writes are queued. Futures complete
 * as those of {@link Registrar}.
 *
 * <p>An expected version of 0 means the newest. Errors are those of {@link Registrar}, and:
 *
 * <ul>
 *   <li>{@link dev.nameplate.log.NotAllottedException}, {@link
 *       dev.nameplate.log.AlreadyAllottedException}, {@link NotAuthoritativeException}
 *   <li>{@link dev.nameplate.log.PrefixSuspendedException}, {@link
 *       dev.nameplate.log.PrefixRevokedException}: the state of the prefix, or of a prefix above
 *       it, does not allow the change
 *   <li>{@link InvalidInputException}: against the national grammar, or a bad key or endpoint
 * </ul>
 */
public final class Allotments {
  private final Appender log;
  private final Caller caller;
  private final Reader delegations;
  private final Consumer<Prefix> onChange;

  /**
   * Allotments of a log.
   *
   * @param onChange receives a prefix whose state, holder, keys or endpoints changed, before the
   *     changing call returns
   */
  public Allotments(Appender log, Reader delegations, Consumer<Prefix> onChange) {
    this(log, Caller.OPERATOR, delegations, onChange);
  }

  private Allotments(Appender log, Caller caller, Reader delegations, Consumer<Prefix> onChange) {
    this.log = log;
    this.caller = caller;
    this.delegations = delegations;
    this.onChange = onChange;
  }

  /** Copy for another caller, who has separate operation ids. */
  public Allotments as(Caller other) {
    return new Allotments(log, other, delegations, onChange);
  }

  /** Reads the newest delegations, of the log in this process or of another. Thread-safe. */
  public interface Reader {
    /** The newest delegation of a prefix; empty if it was never allotted. */
    Optional<Verified<Delegation>> newest(Prefix prefix);

    /** A page, as {@link Allotments#list(Prefix, int, String)}. */
    Page<Verified<Delegation>> list(Prefix below, int size, String token);
  }

  /** Allots a prefix that was never allotted before. */
  public Receipt allot(Allotment allotment) {
    return Registrar.await(allotAsync(allotment));
  }

  /** Allots a prefix that was never allotted before. */
  public CompletableFuture<Receipt> allotAsync(Allotment allotment) {
    NationalGrammar.requireAllottable(allotment.prefix().requireNew());
    requireVisible("holder", allotment.holder());
    return log.append(
        new Write.Delegate(
            allotment.prefix(), 0, new Change.Allot(allotment), allotment.operation()),
        caller);
  }

  private static void requireVisible(String field, String text) {
    NameText.hidden(text)
        .ifPresent(
            fault -> {
              throw new InvalidInputException(
                  ErrorReason.INVALID_ARGUMENT,
                  FieldViolation.said(
                      field, fault.toString(), "\"" + NameText.cleaned(text) + "\""));
            });
  }

  /** Suspends a prefix. */
  public Receipt suspend(Prefix prefix, long expectedVersion, OperationId operation) {
    return change(prefix, expectedVersion, new Change.Enter(State.SUSPENDED), operation);
  }

  /** Puts a suspended prefix into use again. */
  public Receipt resume(Prefix prefix, long expectedVersion, OperationId operation) {
    return change(prefix, expectedVersion, new Change.Enter(State.ACTIVE), operation);
  }

  /** Revokes a prefix for ever. */
  public Receipt revoke(Prefix prefix, long expectedVersion, OperationId operation) {
    return change(prefix, expectedVersion, new Change.Enter(State.REVOKED), operation);
  }

  /** Gives a prefix another holder, other keys or other endpoints. */
  public Receipt transfer(Transfer transfer) {
    transfer.requireSomething();
    transfer.holder().ifPresent(holder -> requireVisible("holder", holder));
    return change(
        transfer.prefix(),
        transfer.expectedVersion(),
        new Change.Hand(transfer),
        transfer.operation());
  }

  /**
   * Revokes a key of a prefix. A position may be lowered later, never raised.
   *
   * @param fromPosition the first position of the key's log that is no longer believed, 0 or more
   */
  public Receipt revokeKey(
      Prefix prefix, KeyId key, long fromPosition, long expectedVersion, OperationId operation) {
    if (fromPosition < 0) {
      throw InvalidInputException.of("from_position", fromPosition, "0 or more");
    }
    return change(prefix, expectedVersion, new Change.RevokeKey(key, fromPosition), operation);
  }

  /** The newest delegation of a prefix; empty if it was never allotted by the node. */
  public Optional<Verified<Delegation>> get(Prefix prefix) {
    return delegations.newest(prefix);
  }

  /** The newest delegations of all prefixes below one, read page by page. */
  public Stream<Verified<Delegation>> list(Prefix below) {
    return Pages.entries(
        token -> list(below, Pages.MAX_SIZE, token), Page::entries, Page::nextToken);
  }

  /**
   * The newest delegations of the prefixes below a prefix, with revoked ones, in canonical order.
   *
   * @param below an own prefix of the node, or a prefix below
   * @param size 1 to {@link Pages#MAX_SIZE}
   * @param token the token of the previous page; empty for the first page
   * @throws dev.nameplate.error.PreconditionException {@code NOT_AUTHORITATIVE} if the node has no
   *     prefix there
   * @throws InvalidInputException if the size or the token is malformed
   */
  public Page<Verified<Delegation>> list(Prefix below, int size, String token) {
    return delegations.list(below, size, token);
  }

  private Receipt change(
      Prefix prefix, long expectedVersion, Change change, OperationId operation) {
    Receipt receipt =
        Registrar.await(
            log.append(new Write.Delegate(prefix, expectedVersion, change, operation), caller));
    onChange.accept(prefix);
    return receipt;
  }
}
