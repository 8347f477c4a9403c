package dev.nameplate.server.cli.bulk;

import dev.nameplate.record.Permissions;
import dev.nameplate.record.TimeToLive;
import java.util.Optional;
import java.util.Set;

/**
 * How the cells of one column become values.
 *
 * @param column the column
 * @param index index of the value; of the first one when a cell holds several
 * @param type type of the value
 * @param kind what the cell is read as
 * @param target makes the identifier referred to, from {@code prefix}, {@code value} and columns;
 *     only for references
 * @param separator splits a cell into several values; without one, a cell is one value
 * @param empty what becomes of an empty cell
 * @param timeToLive how long the value may be reused
 * @param permissions who may read it
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
   * Names that in a target stand for the table's prefix and the cell's text, whatever the columns
   * are called.
   */
  static final Set<String> RESERVED = Set.of("prefix", "value");
}
