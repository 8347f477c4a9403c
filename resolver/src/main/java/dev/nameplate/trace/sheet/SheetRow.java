package dev.nameplate.trace.sheet;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A row of a sheet, in no language. Immutable.
 *
 * @param cells the cells that are not empty; none in a note on the whole sheet
 * @param remarks the gaps and uncertainties of the row, or of the whole sheet
 */
public record SheetRow(Map<SheetColumn, String> cells, List<Remark> remarks) {
  /** Copies both. */
  public SheetRow {
    EnumMap<SheetColumn, String> copy = new EnumMap<>(SheetColumn.class);
    copy.putAll(cells);
    cells = Collections.unmodifiableMap(copy);
    remarks = List.copyOf(remarks);
  }

  static SheetRow note(Remark remark) {
    return new SheetRow(Map.of(), List.of(remark));
  }

  /** True for a note on the whole sheet, which comes behind all rows. */
  public boolean isNote() {
    return cells.isEmpty();
  }

  /** The content of a cell; empty if there is none. */
  public String cell(SheetColumn column) {
    return cells.getOrDefault(column, "");
  }
}
