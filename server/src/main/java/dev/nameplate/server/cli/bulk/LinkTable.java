package dev.nameplate.server.cli.bulk;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.bulk.ReadRow.Cells;
import dev.nameplate.server.cli.bulk.ReadRow.Refused;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.text.NameText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A table of pairs in memory: from records to their texts. About 150 bytes a pair. Used by one
 * thread.
 */
final class LinkTable {
  /**
   * The most pairs of one table; more belong into the rows themselves, as cells with a separator or
   * JSON arrays.
   */
  static final int MAX_PAIRS = 2_000_000;

  private final LinkMapping mapping;
  private final Map<String, Linked> bySuffix = new HashMap<>();

  /** The texts of one record. */
  private static final class Linked {
    private final List<String> texts = new ArrayList<>(2);
    private boolean used;
  }

  private LinkTable(LinkMapping mapping) {
    this.mapping = mapping;
  }

  /** The columns that are read. */
  static List<String> columns(LinkMapping mapping) {
    return List.of(mapping.key(), mapping.value().column());
  }

  /**
   * Reads a whole table. A row of it that cannot be read is an error, since a record would lack a
   * value.
   */
  static LinkTable load(LinkMapping mapping, TableMapping table, Path file) {
    LinkTable links = new LinkTable(mapping);
    try (RowSource rows = PlannedRows.cells(file, table, columns(mapping), new AtomicLong())) {
      int pairs = 0;
      for (Optional<ReadRow> row = rows.next(); row.isPresent(); row = rows.next()) {
        if (row.get() instanceof Refused refused) {
          throw InvalidInputException.of(
              refused.place().toString(), refused.failure().message(), "a valid pair");
        }
        if (++pairs > MAX_PAIRS) {
          throw new NodeException(
              ErrorReason.OVERLOADED,
              SourceFile.nameOf(file)
                  + " has more than "
                  + MAX_PAIRS
                  + " pairs; put them into the rows as lists instead");
        }
        links.add((Cells) row.get());
      }
    }
    return links;
  }

  private void add(Cells row) {
    String key = NameText.cleaned(row.text(mapping.key()));
    if (!key.isEmpty()) {
      bySuffix
          .computeIfAbsent(key, k -> new Linked())
          .texts
          .addAll(row.texts(mapping.value().column()));
    }
  }

  /** Mapping of its texts to values. */
  ValueMapping value() {
    return mapping.value();
  }

  /**
   * The texts of the record with a suffix, in the order of the file; remembers that they were asked
   * for.
   */
  List<String> textsOf(String suffix) {
    Linked linked = bySuffix.get(suffix);
    if (linked == null) {
      return List.of();
    }
    linked.used = true;
    return linked.texts;
  }

  /** A note with the number of keys without a record; empty if there are none. */
  Optional<String> unused() {
    List<String> unused =
        bySuffix.entrySet().stream()
            .filter(entry -> !entry.getValue().used)
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    return unused.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s: %s keys have no record in this import, for example %s"
                .formatted(mapping.file(), unused.size(), unused.get(0)));
  }
}
