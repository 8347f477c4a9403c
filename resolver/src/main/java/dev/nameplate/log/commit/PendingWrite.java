package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.RecordValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A write that waits for its commit.
 *
 * @param write the write
 * @param first its statement as a first version: what an assignment commits, and for other writes
 *     what shows, before they wait, that they are within bounds; empty for a delegation, whose
 *     statement depends on what stands before it
 * @param drafted the values that the statement has
 * @param caller who writes
 * @param content digests of what it says; {@link WriteDigest#NONE} without an operation id
 * @param kibibytes how much room it takes among the waiting writes
 * @param receipt completes when the write is committed or refused
 */
record PendingWrite(
    Write write,
    Optional<Draft> first,
    List<RecordValue> drafted,
    Caller caller,
    WriteDigest content,
    int kibibytes,
    CompletableFuture<Receipt> receipt) {
  /** The operation that the write is. */
  CallersOperation operation() {
    return new CallersOperation(caller, write.operation());
  }

  /** Tells the writer, once what the answer depends on is committed. */
  void complete(Supplier<Receipt> answer) {
    try {
      receipt.complete(answer.get());
    } catch (NameplateException refusal) {
      receipt.completeExceptionally(refusal);
    }
  }
}
