package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.v1.ResolveRequest;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The values a caller is interested in. Values the caller may not see are never selected: that a
 * type selects one would tell its type.
 */
final class Selection {
  /** The most indexes of a question: no record has more values. */
  static final int MAX_INDEXES = 2048;

  /** The most types of a question; each is compared with every value. */
  static final int MAX_TYPES = 128;

  private Selection() {}

  /** The indexes of the selected values, ascending; none when all values are asked for. */
  static List<Integer> of(ResolveRequest request, IdentifierRecord record, Caller caller) {
    if (request.getIndexesCount() == 0 && request.getTypesCount() == 0) {
      return List.of();
    }
    Set<Integer> indexes = new HashSet<>(request.getIndexesList());
    return record.values().stream()
        .filter(value -> caller.mayRead(value.permissions()))
        .filter(
            value ->
                indexes.contains((int) value.index())
                    || request.getTypesList().stream().anyMatch(value::hasType))
        .map(value -> (int) value.index())
        .toList();
  }

  /** Refuses a question that names too many values. */
  static void check(ResolveRequest request) {
    require("indexes", request.getIndexesCount(), MAX_INDEXES);
    require("types", request.getTypesCount(), MAX_TYPES);
  }

  private static void require(String field, int count, int most) {
    if (count > most) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, field, count + " " + field, "at most " + most);
    }
  }
}
