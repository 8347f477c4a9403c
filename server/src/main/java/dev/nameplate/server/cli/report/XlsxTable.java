package dev.nameplate.server.cli.report;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trace.sheet.SheetColumn;
import dev.nameplate.trace.sheet.SheetKind;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/**
 * A table as a worksheet of Office Open XML ({@code .xlsx}). Texts are text cells, which no
 * spreadsheet computes; amounts are numbers, unless a spreadsheet would round them.
 *
 * <p><b>Source:</b> ISO/IEC 29500-1; the limits of Excel.
 */
final class XlsxTable implements SheetFile.Table {
  private static final int MOST_ROWS = 1_048_576;
  private static final int LONGEST_CELL = 32_767;
  private static final int EXACT_DIGITS = 15;
  private static final int ROWS_IN_MEMORY = 512;

  private final List<SheetColumn> columns;
  private final Path file;
  private final Workbook workbook;
  private final Worksheet sheet;
  private int rows;

  XlsxTable(OutputStream out, SheetKind kind, Path file) {
    this.columns = kind.columns();
    this.file = file;
    this.workbook = new Workbook(out, "Nameplate", null);
    this.sheet = workbook.newWorksheet(kind.name());
    sheet.freezePane(0, 1);
  }

  @Override
  public void row(List<String> cells) throws IOException {
    if (rows == MOST_ROWS) {
      throw InvalidInputException.of(
          "--out", file.toString(), ".csv: a worksheet has at most " + MOST_ROWS + " rows");
    }
    for (int column = 0; column < cells.size(); column++) {
      cell(column, cells.get(column));
    }
    rows++;
    if (rows % ROWS_IN_MEMORY == 0) {
      sheet.flush();
    }
  }

  private void cell(int column, String cell) {
    if (rows == 0) {
      sheet.style(0, column).bold().set();
    }
    if (rows > 0 && columns.get(column).isAmount() && isExact(cell)) {
      sheet.value(rows, column, new BigDecimal(cell));
    } else if (!cell.isEmpty()) {
      sheet.inlineString(rows, column, bounded(CsvTable.visible(cell)));
    }
  }

  private static boolean isExact(String amount) {
    return !amount.isEmpty() && new BigDecimal(amount).precision() <= EXACT_DIGITS;
  }

  private String bounded(String cell) {
    if (cell.length() > LONGEST_CELL) {
      throw InvalidInputException.of(
          "--out",
          file.toString(),
          ".csv: a cell of a worksheet has at most " + LONGEST_CELL + " characters");
    }
    return cell;
  }

  @Override
  public void end() throws IOException {
    workbook.close();
  }
}
