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
import dev.nameplate.log.read.Delegations;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.resolve.Pages;
import dev.nameplate.text.NameText;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
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
  /** The most entries of a page. */
  public static final int MAX_PAGE_SIZE = 1000;

  private final Appender log;
  private final Caller caller;
  private final Delegations delegations;
  private final Consumer<Prefix> onChange;

  /**
   * Allotments of a log.
   *
   * @param onChange receives a prefix whose state, holder, keys or endpoints changed, before the
   *     changing call returns
   */
  public Allotments(Appender log, Delegations delegations, Consumer<Prefix> onChange) {
    this(log, Caller.OPERATOR, delegations, onChange);
  }

  private Allotments(
      Appender log, Caller caller, Delegations delegations, Consumer<Prefix> onChange) {
    this.log = log;
    this.caller = caller;
    this.delegations = delegations;
    this.onChange = onChange;
  }

  /** Copy for another caller, who has separate operation ids. */
  public Allotments as(Caller other) {
    return new Allotments(log, other, delegations, onChange);
  }

  /**
   * A page of delegations.
   *
   * @param entries the newest delegations, in canonical order of their prefixes
   * @param nextToken where the next page begins; empty when this is the last
   */
  public record Page(List<Verified<Delegation>> entries, String nextToken) {
    /** Copies the list. */
    public Page {
      entries = List.copyOf(entries);
    }
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

  /** The newest delegation of a prefix; empty if it was never allotted here. */
  public Optional<Verified<Delegation>> get(Prefix prefix) {
    return delegations.of(prefix);
  }

  /** A version of the delegation of a prefix. */
  public Optional<Verified<Delegation>> get(Prefix prefix, long version) {
    return delegations.version(prefix, version);
  }

  /** This node's delegations of a prefix and of those above it, the outermost first. */
  public List<Verified<Delegation>> path(Prefix prefix) {
    return delegations.path(prefix);
  }

  /** The newest delegations of all prefixes below one, read page by page. */
  public Stream<Verified<Delegation>> list(Prefix below) {
    return Pages.entries(
        token -> list(below, MAX_PAGE_SIZE, token), Page::entries, Page::nextToken);
  }

  /**
   * The newest delegations of the prefixes below a prefix, with revoked ones, in canonical order.
   *
   * @param below an own prefix of the node, or a prefix below
   * @param size 1 to {@link #MAX_PAGE_SIZE}
   * @param token the token of the page before; empty for the first page
   * @throws NotAuthoritativeException if the node has no prefix there
   * @throws InvalidInputException if the size or the token is malformed
   */
  public Page list(Prefix below, int size, String token) {
    return list(below, size, Long.MAX_VALUE, token);
  }

  /**
   * Lists a page of bounded size in bytes of statements, but of at least one entry.
   *
   * @param bytes the most bytes of the page's statements
   */
  public Page list(Prefix below, int size, long bytes, String token) {
    if (size < 1 || size > MAX_PAGE_SIZE) {
      throw InvalidInputException.of("page_size", size, "1 to " + MAX_PAGE_SIZE);
    }
    List<Verified<Delegation>> entries = new ArrayList<>();
    long room = bytes;
    try (StatementReader.Scan<Delegation> scan = delegations.scan(below, decode(below, token))) {
      while (scan.hasNext()) {
        Verified<Delegation> next = scan.next();
        room -= next.statement().encodedSize();
        if (!entries.isEmpty() && (entries.size() == size || room < 0)) {
          return new Page(entries, encode(next.value().prefix()));
        }
        entries.add(next);
      }
    }
    return new Page(entries, "");
  }

  private Receipt change(
      Prefix prefix, long expectedVersion, Change change, OperationId operation) {
    Receipt receipt =
        Registrar.await(
            log.append(new Write.Delegate(prefix, expectedVersion, change, operation), caller));
    onChange.accept(prefix);
    return receipt;
  }

  private static String encode(Prefix next) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(next.canonical().getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(Prefix below, String token) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      String from = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      if (from.startsWith(below.canonical() + '.')) {
        return from;
      }
    } catch (IllegalArgumentException e) {
      // falls through: it is refused like the token of another list
    }
    throw InvalidInputException.of(
        "page_token", token, "the next_page_token of the previous page, unchanged");
  }
}
