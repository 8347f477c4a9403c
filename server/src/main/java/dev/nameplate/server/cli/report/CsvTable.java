package dev.nameplate.server.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.bulk.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A table as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need. A cell that a
 * spreadsheet would take for a formula is written as {@link SpreadsheetText}.
 */
final class CsvTable implements SheetFile.Table {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final Pattern PIECE = Pattern.compile("[^\\n\\t]+");

  private final Writer out;
  private final CsvWriter csv;

  CsvTable(OutputStream out) throws IOException {
    this(new OutputStreamWriter(out, StandardCharsets.UTF_8));
  }

  /** Writes the byte order mark. The writer is not closed with this. */
  CsvTable(Writer out) throws IOException {
    this.out = out;
    out.write(BYTE_ORDER_MARK);
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
  }

  @Override
  public void row(List<String> cells) {
    csv.writeRecord(cells.stream().map(CsvTable::visible).map(SpreadsheetText::written).toList());
  }

  @Override
  public void end() throws IOException {
    csv.flush();
    out.flush();
  }

  /** The cell with what cannot be seen as escapes; its lines and tabs stay. */
  static String visible(String cell) {
    return PIECE
        .matcher(cell)
        .replaceAll(piece -> Matcher.quoteReplacement(VisibleText.within(piece.group())));
  }
}
