package dev.nameplate.trace.sheet;

import dev.nameplate.identifier.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Rows that wait for their records, which are read together. Used by one thread. */
final class RowQueue {
  private static final int MOST_ROWS = 512;

  private final JoinedRecords records;
  private final Consumer<SheetRow> out;
  private final List<Supplier<SheetRow>> waiting = new ArrayList<>();
  private final Set<Identifier> wanted = new HashSet<>();

  RowQueue(JoinedRecords records, Consumer<SheetRow> out) {
    this.records = records;
    this.out = out;
  }

  /** Adds a row, which is made once all that it wants is read. */
  @SafeVarargs
  final void add(Supplier<SheetRow> row, Set<Identifier>... wants) {
    for (Set<Identifier> some : wants) {
      wanted.addAll(some);
    }
    waiting.add(row);
    if (waiting.size() == MOST_ROWS) {
      flush();
    }
  }

  void flush() {
    records.read(wanted);
    waiting.forEach(row -> out.accept(row.get()));
    waiting.clear();
    wanted.clear();
  }
}
