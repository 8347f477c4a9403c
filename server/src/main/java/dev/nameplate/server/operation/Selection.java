package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.IdentifierRecord;
import java.util.List;
import java.util.Set;

/**
 * The values a caller is interested in. Values the caller may not see are never selected: that a
 * type selects one would tell its type.
 *
 * @param indexes the indexes of values, at most {@value #MAX_INDEXES}
 * @param types the types of values, at most {@value #MAX_TYPES}
 */
public record Selection(List<Integer> indexes, List<String> types) {
  /** The most indexes of a question: no record has more values. */
  public static final int MAX_INDEXES = 2048;

  /** The most types of a question; each is compared with every value. */
  public static final int MAX_TYPES = 128;

  public Selection {
    require("indexes", indexes.size(), MAX_INDEXES);
    require("types", types.size(), MAX_TYPES);
    indexes = List.copyOf(indexes);
    types = List.copyOf(types);
  }

  /** The indexes of the selected values, ascending; none when all values are asked for. */
  List<Integer> of(IdentifierRecord record, Caller caller) {
    if (indexes.isEmpty() && types.isEmpty()) {
      return List.of();
    }
    Set<Integer> wanted = Set.copyOf(indexes);
    return record.values().stream()
        .filter(value -> caller.mayRead(value.permissions()))
        .filter(
            value ->
                wanted.contains((int) value.index()) || types.stream().anyMatch(value::hasType))
        .map(value -> (int) value.index())
        .toList();
  }

  private static void require(String field, int count, int most) {
    if (count > most) {
      throw InvalidInputException.of(field, count + " " + field, "at most " + most);
    }
  }
}
