package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.log.NotPermittedException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks the changes of a write against the permissions of the current record's values. Without
 * {@link Permission#REGISTER} a caller may only change the data of values that everyone may write.
 */
final class WriteGuard {
  private static final Permissions NOBODY = new Permissions(0);

  private final Caller caller;
  private final IdentifierRecord record;
  private final boolean registers;

  private WriteGuard(Caller caller, IdentifierRecord record) {
    this.caller = caller;
    this.record = record;
    this.registers = caller.may(Permission.REGISTER);
  }

  /**
   * Checks an update.
   *
   * @param current reads the record with all its values; not asked if the caller may write any
   * @param next all values of the next version
   * @throws NotPermittedException if the caller may not make it
   */
  static void requireUpdate(
      Caller caller, Supplier<IdentifierRecord> current, List<RecordValue> next) {
    if (!caller.mayWrite(NOBODY)) {
      new WriteGuard(caller, current.get()).requireUpdate(next);
    }
  }

  /** Checks a retirement, which removes every value, as {@link #requireUpdate} does an update. */
  static void requireRetirement(Caller caller, Supplier<IdentifierRecord> current) {
    if (!caller.mayWrite(NOBODY)) {
      WriteGuard guard = new WriteGuard(caller, current.get());
      guard.requireRegistrar(true, "retire it");
      guard.requireUpdate(List.of());
    }
  }

  private void requireUpdate(List<RecordValue> next) {
    record.withheld().forEach(index -> require(false, index)); // its permissions are unknown
    Map<Long, RecordValue> added = new HashMap<>();
    next.forEach(value -> added.put(value.index(), value));
    boolean changes = false;
    for (RecordValue value : record.values()) {
      RecordValue after = added.remove(value.index());
      if (!isSame(value, after)) {
        require(caller.mayWrite(value.permissions()), value.index());
        requireRegistrar(
            after == null
                || !after.permissions().equals(value.permissions())
                || !after.type().equals(value.type()),
            "remove value " + value.index() + ", or change its type or permissions");
        changes = true;
      }
    }
    requireRegistrar(!added.isEmpty(), "add values");
    requireRegistrar(!changes, "make a version without changes");
  }

  /**
   * True if a value is unchanged; a guess of a value that the caller may not read is never
   * confirmed.
   */
  private boolean isSame(RecordValue before, @Nullable RecordValue after) {
    return before.equals(after) && caller.mayRead(before.permissions());
  }

  private void require(boolean permitted, long index) {
    if (!permitted) {
      throw new NotPermittedException(
          record.identifier(), "change value " + index, "a value whose permissions allow it");
    }
  }

  private void requireRegistrar(boolean needed, String change) {
    if (needed && !registers) {
      throw new NotPermittedException(
          record.identifier(), change, "a caller who may register identifiers");
    }
  }
}
