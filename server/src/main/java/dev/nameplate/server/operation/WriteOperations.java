package dev.nameplate.server.operation;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.assign.Registrar;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.RecordValue;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Assigns, updates and retires identifiers. Thread-safe. Every method returns at once, except that
 * it may wait for room when too many writes are waiting; the future completes with the receipt once
 * the write is committed, or with a {@link dev.nameplate.error.NameplateException}.
 */
public final class WriteOperations {
  private final Supplier<Registrar> registrar;

  WriteOperations(Supplier<Registrar> registrar) {
    this.registrar = registrar;
  }

  private Registrar registrar(Operation operation, Call call) {
    operation.requireOf(call.caller());
    return registrar.get().as(call.caller());
  }

  /**
   * Refuses a stream of assignments before its first.
   *
   * @throws NotOfferedException if nothing may be assigned
   * @throws dev.nameplate.error.PreconditionException {@code READ_ONLY} of a mirror
   */
  public void requireAssign(Call call) {
    var unused = registrar(Operation.ASSIGN, call);
  }

  /** Assigns an identifier by name. */
  public CompletableFuture<Receipt> assign(Call call, Assignment assignment) {
    return registrar(Operation.ASSIGN, call).assignAsync(assignment);
  }

  /** Assigns an identifier by pattern. */
  public CompletableFuture<Receipt> mint(Call call, Minting minting) {
    return registrar(Operation.ASSIGN, call).mintAsync(minting);
  }

  /** Assigns a range of identifiers. */
  public CompletableFuture<Receipt> assignRange(Call call, RangeAssignment range) {
    return registrar(Operation.ASSIGN_RANGE, call).assignRangeAsync(range);
  }

  /** Assigns the next free numbers of a pattern as a range. */
  public CompletableFuture<Receipt> mintBlock(Call call, BlockMinting block) {
    return registrar(Operation.ASSIGN_RANGE, call).mintBlockAsync(block);
  }

  /** Replaces the values of a record. */
  public CompletableFuture<Receipt> update(
      Call call,
      Identifier identifier,
      long expectedVersion,
      List<RecordValue> values,
      OperationId operation) {
    return registrar(Operation.UPDATE, call)
        .updateAsync(identifier, expectedVersion, values, operation);
  }

  /** Retires an identifier. */
  public CompletableFuture<Receipt> retire(
      Call call, Identifier identifier, long expectedVersion, OperationId operation) {
    return registrar(Operation.RETIRE, call).retireAsync(identifier, expectedVersion, operation);
  }
}
