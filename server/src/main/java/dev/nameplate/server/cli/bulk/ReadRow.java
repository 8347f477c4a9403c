package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.server.cli.output.Failure;
import java.util.List;
import java.util.Map;

/** The result of reading a row of a file. */
sealed interface ReadRow {
  /** The row's place. */
  Place place();

  /**
   * The cells of a row.
   *
   * @param place its place
   * @param columns the position of each column in {@code cells}
   * @param cells the texts of each column: a single text, a list if the format has lists, or none
   *     for an empty cell
   */
  record Cells(Place place, Map<String, Integer> columns, List<List<String>> cells)
      implements ReadRow {
    /** The texts of one column. */
    List<String> texts(String column) {
      Integer position = columns.get(column);
      return position == null ? List.of() : cells.get(position);
    }

    /** The only text of a column; empty if there is none. */
    String text(String column) {
      List<String> texts = texts(column);
      return texts.isEmpty() ? "" : texts.get(0);
    }
  }

  /**
   * A row ready for assignment.
   *
   * @param place its place
   * @param assignment the assignment
   * @param removed characters removed from its names, in words; empty for none
   */
  record Planned(Place place, Assignment assignment, List<String> removed) implements ReadRow {
    /** Copies the list. */
    public Planned {
      removed = List.copyOf(removed);
    }
  }

  /**
   * A row that cannot be assigned.
   *
   * @param place its place
   * @param failure names the field, its value and what was expected
   */
  record Refused(Place place, Failure failure) implements ReadRow {}
}
