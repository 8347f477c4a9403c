package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.bulk.ReadRow.Planned;
import dev.nameplate.server.cli.output.Failure;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The rows of a dry run, to detect a row that names the identifier of an earlier row. Remembers the
 * first {@value #MOST} identifiers. Not thread-safe.
 */
final class CheckedRows {
  private static final int MOST = 1_000_000;

  private final Map<Identifier, First> first = new HashMap<>();

  /** The first row of an identifier, and a hash of its values. */
  private record First(Place place, int values) {}

  /** Relation of a row to the earlier rows. */
  sealed interface Check {}

  /** No kept earlier row names the identifier. */
  record New() implements Check {}

  /** An earlier row has the same content. */
  record Repeated(Place first) implements Check {}

  /** An earlier row has other content for the same identifier. */
  record Contradicts(Failure failure) implements Check {}

  /** Compares a row with the earlier rows. */
  Check add(Planned row) {
    Assignment assignment = row.assignment();
    int values = assignment.values().hashCode();
    Optional<First> earlier = Optional.ofNullable(first.get(assignment.identifier()));
    if (earlier.isEmpty()) {
      if (first.size() < MOST) {
        first.put(assignment.identifier(), new First(row.place(), values));
      }
      return new New();
    }
    return earlier.get().values() == values
        ? new Repeated(earlier.get().place())
        : new Contradicts(contradiction(row, earlier.get().place()));
  }

  private static Failure contradiction(Planned row, Place earlier) {
    return new Failure(
        ErrorReason.ALREADY_ASSIGNED.name(),
        "identifier: \"%s\" is assigned with other values by %s (expected: a new identifier, or the same values)"
            .formatted(row.assignment().identifier(), row.place().seen(earlier)));
  }
}
