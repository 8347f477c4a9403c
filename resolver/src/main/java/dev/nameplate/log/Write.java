package dev.nameplate.log;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.RecordValue;
import java.util.List;

/** A write on its way into the log, with its precondition. */
public sealed interface Write {
  /** What is written about. */
  Identifier identifier();

  /** Names the write, or {@link OperationId#NONE}. */
  OperationId operation();

  /** The values of the version it makes. */
  List<RecordValue> values();

  /** The version that must be the newest; 0 when there must be none. */
  long expectedVersion();

  /** Assigns an identifier that must never have been assigned. */
  record Assign(Identifier identifier, List<RecordValue> values, OperationId operation)
      implements Write {
    @Override
    public long expectedVersion() {
      return 0;
    }
  }

  /** Replaces the values of an identifier whose newest version must be the expected one. */
  record Update(
      Identifier identifier, long expectedVersion, List<RecordValue> values, OperationId operation)
      implements Write {}

  /** Retires an identifier whose newest version must be the expected one. */
  record Retire(Identifier identifier, long expectedVersion, OperationId operation)
      implements Write {
    @Override
    public List<RecordValue> values() {
      return List.of();
    }
  }
}
