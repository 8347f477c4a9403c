package dev.nameplate.server.cli.bulk;

import dev.nameplate.assign.Assignment;
import dev.nameplate.server.cli.output.Failure;
import java.util.List;
import java.util.Map;

/** What was read of one row of a file. */
sealed interface ReadRow {
  /** Where the row stands. */
  Place place();

  /**
   * The cells of a row.
   *
   * @param place where it stands
   * @param columns the position of each column in {@code cells}
   * @param cells for each column its texts: one, or several where the format has lists, or none in
   *     an empty cell
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
   * A row that is ready to be assigned.
   *
   * @param place where it stands
   * @param assignment what to assign
   * @param removed what was removed from names in it, in words; empty for nothing
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
   * @param place where it stands
   * @param failure names the field, its value and what was expected
   */
  record Refused(Place place, Failure failure) implements ReadRow {}
}
