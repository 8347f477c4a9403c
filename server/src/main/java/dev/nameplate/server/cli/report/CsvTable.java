package dev.nameplate.server.cli.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.nameplate.server.cli.bulk.SpreadsheetText;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A table as CSV (RFC 4180) in UTF-8 with a byte order mark, which spreadsheets need. A cell that a
 * spreadsheet would take for a formula is written as {@link SpreadsheetText}.
 */
final class CsvTable implements SheetFile.Table {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Writer out;
  private final CsvWriter csv;

  CsvTable(OutputStream out) throws IOException {
    this.out = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    this.out.write(BYTE_ORDER_MARK);
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(this.out);
  }

  @Override
  public void row(List<String> cells) {
    csv.writeRecord(
        cells.stream().map(RecallTable::visible).map(SpreadsheetText::written).toList());
  }

  @Override
  public void end() throws IOException {
    csv.flush();
    out.flush();
  }
}
