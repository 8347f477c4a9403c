package dev.nameplate.assign;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.NotAssignedException;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.commit.Appender;
import dev.nameplate.log.commit.Write;
import dev.nameplate.record.RecordValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Assigns identifiers, updates and retires them. A receipt means: durable, logged and signed.
 *
 * <p>Thread-safe. The plain methods block until the write is committed; the {@code Async} ones
 * return at once, except that they wait for room when too many writes are waiting. Writes that wait
 * together are committed together, so many async writes in flight, or {@link #assignAll}, are much
 * faster than one after the other.
 *
 * <p>Futures complete on the one thread that acknowledges writes: what is chained to them must not
 * wait for another write or for the node to close, unless it runs on an executor of its own.
 *
 * <p>Errors, thrown or completing the future:
 *
 * <ul>
 *   <li>{@link dev.nameplate.error.InvalidInputException}: a new identifier would be taken for
 *       another ({@link Identifier#requireNew}), or the record is outside its bounds, or does not
 *       follow its template ({@link dev.nameplate.error.InvalidFieldsException} names each field);
 *       nothing changed
 *   <li>{@link dev.nameplate.error.PreconditionException}: already assigned, never assigned,
 *       retired, another version than expected, another prefix than the node's, an operation id
 *       used for something else, a template that is not there or retired, or a value that must be
 *       unique and is another record's; nothing changed
 *   <li>{@link dev.nameplate.error.NodeException}: {@code OVERLOADED} and {@code NODE_STOPPED}
 *       changed nothing; {@code STORE_FULL} neither, unless its message says that the outcome is
 *       open until there is room; {@code STORE_FAILED} leaves it open until the node is opened
 *       again
 * </ul>
 */
public final class Registrar {
  private final Appender log;
  private final Caller caller;

  /** Writes to a log, for who may see everything that the node keeps. */
  public Registrar(Appender log) {
    this(log, Caller.OPERATOR);
  }

  private Registrar(Appender log, Caller caller) {
    this.log = log;
    this.caller = caller;
  }

  /**
   * Copy for another caller, who may not see restricted values: no receipt or error depends on
   * these, with one exception. A repeat by operation id is then compared without them, and {@link
   * dev.nameplate.log.AlreadyAssignedException#sameContent} is false if there are any. The
   * exception is a restricted value of a unique item: {@link dev.nameplate.log.ValueTakenException}
   * reveals that another record has it, but not which.
   */
  public Registrar as(Caller other) {
    return new Registrar(log, other);
  }

  private CompletableFuture<Receipt> append(Write write) {
    return log.append(write, caller);
  }

  /** Assigns an identifier that was never assigned before. */
  public Receipt assign(Assignment assignment) {
    return await(assignAsync(assignment));
  }

  /** Assigns an identifier that was never assigned before. */
  public CompletableFuture<Receipt> assignAsync(Assignment assignment) {
    assignment.identifier().requireNew();
    return append(
        new Write.Assign(assignment.identifier(), assignment.values(), assignment.operation()));
  }

  /**
   * Assigns any number of identifiers, independently: a refused assignment does not affect the
   * others.
   *
   * <p>The outcomes are in the order of the assignments, on demand: up to about 16,000 assignments
   * are read ahead. If the stream of outcomes is left early, those read ahead are still assigned.
   *
   * <p>Asking for an outcome blocks, and throws a {@link dev.nameplate.error.NodeException} when
   * the node itself fails. Assignments behind the last outcome are then in doubt; with operation
   * ids they may be repeated, and yield the first receipts if they were assigned.
   *
   * @param assignments read by the thread that asks for outcomes; may be endless
   * @return sequential; used once, by one thread at a time
   */
  public Stream<Outcome<Assignment>> assignAll(Stream<Assignment> assignments) {
    return WritesAhead.outcomes(assignments, this::assignAsync);
  }

  /**
   * Assigns a range of identifiers, none of which was ever assigned, by one statement. Each can
   * then be resolved, updated and retired as if it had been assigned by name, in version 1.
   */
  public Receipt assignRange(RangeAssignment assignment) {
    return await(assignRangeAsync(assignment));
  }

  /** Assigns a range of identifiers, none of which was ever assigned, by one statement. */
  public CompletableFuture<Receipt> assignRangeAsync(RangeAssignment assignment) {
    requireNew(assignment.range().prefix(), assignment.range().pattern());
    return append(new Write.AssignRange(assignment.range(), assignment.operation()));
  }

  /**
   * Assigns an identifier that the node makes by a pattern.
   *
   * @throws dev.nameplate.log.SequenceExhaustedException if the pattern has none left
   */
  public Receipt mint(Minting minting) {
    return await(mintAsync(minting));
  }

  /** Assigns an identifier that the node makes by a pattern. */
  public CompletableFuture<Receipt> mintAsync(Minting minting) {
    requireNew(minting.prefix(), minting.pattern());
    return append(
        new Write.Mint(
            minting.prefix(),
            minting.pattern(),
            minting.offset(),
            minting.values(),
            minting.operation()));
  }

  /**
   * Assigns a block of identifiers, for which the node takes the next free numbers of a pattern, by
   * one statement. The receipt is that of the range.
   *
   * @throws dev.nameplate.log.SequenceExhaustedException if the pattern has no such block left
   */
  public Receipt mintBlock(BlockMinting block) {
    return await(mintBlockAsync(block));
  }

  /** Assigns a block of identifiers, for which the node takes the next free numbers. */
  public CompletableFuture<Receipt> mintBlockAsync(BlockMinting block) {
    requireNew(block.prefix(), block.pattern());
    return append(
        new Write.MintBlock(
            block.prefix(),
            block.pattern(),
            block.members(),
            block.offset(),
            block.values(),
            block.operation()));
  }

  /**
   * Assigns many identifiers that the node makes by a pattern, one after the other. The receipts
   * come as they are asked for; as with {@link #assignAll}, some 16,000 are made ahead of them.
   *
   * <p>If the minting has an operation id, each identifier has one of its own that follows from it
   * ({@link OperationId#item}): asked for again, those that were made yield their first receipts.
   *
   * @param count how many, 0 or more
   */
  public Stream<Receipt> mintAll(Minting minting, long count) {
    if (count < 0) {
      throw InvalidInputException.of("count", count, "0 or more");
    }
    return WritesAhead.of(
        LongStream.range(0, count).boxed(),
        number -> mintAsync(minting.operation(minting.operation().item(number))),
        (number, receipt) -> await(receipt));
  }

  /** Replaces all values of an assigned identifier whose newest version is the expected one. */
  public Receipt update(Update update) {
    return await(updateAsync(update));
  }

  /** Replaces all values of an assigned identifier whose newest version is the expected one. */
  public CompletableFuture<Receipt> updateAsync(Update update) {
    if (update.expectedVersion() == 0) {
      throw InvalidInputException.of(
          "expected_version",
          0,
          "the version that is replaced, 1 or more: Update.of(record) or expecting(version)");
    }
    return updateAsync(
        update.identifier(), update.expectedVersion(), update.values(), update.operation());
  }

  /** Replaces all values of an assigned identifier whose newest version is the expected one. */
  public Receipt update(
      Identifier identifier,
      long expectedVersion,
      List<RecordValue> values,
      OperationId operation) {
    return await(updateAsync(identifier, expectedVersion, values, operation));
  }

  /** Replaces all values of an assigned identifier whose newest version is the expected one. */
  public CompletableFuture<Receipt> updateAsync(
      Identifier identifier,
      long expectedVersion,
      List<RecordValue> values,
      OperationId operation) {
    return assigned(
        identifier, append(new Write.Update(identifier, expectedVersion, values, operation)));
  }

  /** Retires an identifier whose newest version is the expected one. It stays retired for ever. */
  public Receipt retire(Identifier identifier, long expectedVersion, OperationId operation) {
    return await(retireAsync(identifier, expectedVersion, operation));
  }

  /** Retires an identifier whose newest version is the expected one. It stays retired for ever. */
  public CompletableFuture<Receipt> retireAsync(
      Identifier identifier, long expectedVersion, OperationId operation) {
    return assigned(identifier, append(new Write.Retire(identifier, expectedVersion, operation)));
  }

  private static void requireNew(Prefix prefix, SuffixPattern pattern) {
    prefix.requireNew();
    pattern.requireNew();
  }

  /**
   * The receipt of a write to an unassigned identifier: if its name has hidden characters, the
   * error is about these.
   */
  private static CompletableFuture<Receipt> assigned(
      Identifier identifier, CompletableFuture<Receipt> receipt) {
    if (identifier.cleaned().isEmpty()) {
      return receipt;
    }
    return receipt.exceptionally(
        failure -> {
          if (failure instanceof NotAssignedException
              || failure instanceof NotAuthoritativeException) {
            identifier.requireNew();
          }
          throw failure instanceof NameplateException refusal
              ? refusal
              : new CompletionException(failure);
        });
  }

  static <T> T await(CompletableFuture<T> receipt) {
    try {
      return receipt.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof NameplateException refusal) {
        if (refusal instanceof InvalidInputException || refusal instanceof PreconditionException) {
          refusal.fillInStackTrace(); // it was made on a thread that says nothing to the caller
        }
        // Every write that was waiting failed by one exception: the cause of the caller's own.
        throw refusal.getClass() == NodeException.class
            ? new NodeException(refusal.reason(), String.valueOf(refusal.getMessage()), refusal)
            : refusal;
      }
      throw e;
    }
  }
}
