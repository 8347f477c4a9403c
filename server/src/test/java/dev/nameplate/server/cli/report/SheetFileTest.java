package dev.nameplate.server.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trace.sheet.SheetColumn;
import dev.nameplate.trace.sheet.SheetKind;
import dev.nameplate.trace.sheet.SheetRow;
import dev.nameplate.trace.sheet.SheetText;
import dev.nameplate.trace.sheet.SheetText.Language;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SheetFileTest {
  private static final SheetRow LONG = row("x".repeat(32_768));

  @TempDir private Path directory;

  @Test
  void a_cell_that_no_worksheet_takes_is_refused_and_nothing_is_written() {
    Path file = directory.resolve("sheet.xlsx");
    try (SheetFile sheet = SheetFile.create(file, SheetKind.FSMA204, SheetText.in(Language.EN))) {
      assertThatThrownBy(() -> sheet.add(LONG))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("--out: ")
          .hasMessageContaining(".csv: a cell of a worksheet has at most 32767 characters");
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_csv_takes_it() {
    Path file = directory.resolve("sheet.csv");
    try (SheetFile sheet = SheetFile.create(file, SheetKind.FSMA204, SheetText.in(Language.EN))) {
      sheet.add(LONG);
      sheet.finish();
    }

    assertThat(file).content().contains(LONG.cell(SheetColumn.LOT_CODE));
  }

  private static SheetRow row(String lot) {
    return new SheetRow(Map.of(SheetColumn.LOT_CODE, lot), List.of());
  }
}
