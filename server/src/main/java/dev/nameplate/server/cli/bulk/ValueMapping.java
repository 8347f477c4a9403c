package dev.nameplate.server.cli.bulk;

import dev.nameplate.record.Permissions;
import dev.nameplate.record.TimeToLive;
import java.util.Optional;
import java.util.Set;

/**
 * Mapping from the cells of a column to values.
 *
 * @param column the column
 * @param index index of the value; of the first value if a cell holds several
 * @param type type of the value
 * @param kind kind of value
 * @param target template of the referenced identifier, from {@code prefix}, {@code value} and
 *     columns; only for references
 * @param separator separator of several values in a cell; without it, a cell is a single value
 * @param empty treatment of an empty cell
 * @param timeToLive time for which the value may be reused
 * @param permissions permissions to read it
 */
record ValueMapping(
    String column,
    long index,
    String type,
    ValueKind kind,
    Optional<Template> target,
    Optional<String> separator,
    EmptyCells empty,
    TimeToLive timeToLive,
    Permissions permissions) {
  /**
   * Reserved names in a target, for the table's prefix and the cell's text, whatever the columns
   * are called.
   */
  static final Set<String> RESERVED = Set.of("prefix", "value");
}
