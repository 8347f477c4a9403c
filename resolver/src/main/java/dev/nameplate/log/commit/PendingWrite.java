package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.log.CallersOperation;
import dev.nameplate.log.Receipt;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RowKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A write that waits for its commit.
 *
 * @param write the write
 * @param first its statement as a first version: an assignment commits it, and other writes check
 *     their bounds with it before they wait; empty for a delegation, whose statement depends on its
 *     predecessor
 * @param drafted the values of the statement
 * @param caller the writer
 * @param content digests of its content; {@link WriteDigest#NONE} without an operation id
 * @param kibibytes its size among the waiting writes, in KiB
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

  /** Adds the keys of committed rows that the decision reads. */
  void reads(List<RowKey> keys) {
    if (first.isPresent()) {
      write.reads(first.get(), caller, keys);
    }
  }

  /** Answers the writer, after the commit that the answer depends on. */
  void complete(Supplier<Receipt> answer) {
    try {
      receipt.complete(answer.get());
    } catch (NameplateException refusal) {
      receipt.completeExceptionally(refusal);
    }
  }
}
