package dev.nameplate.server.cli.report;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.signing.PrivateFiles;
import dev.nameplate.trace.sheet.SheetKind;
import dev.nameplate.trace.sheet.SheetRow;
import dev.nameplate.trace.sheet.SheetText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;

/**
 * A sheet in a file: {@code .csv} or {@code .xlsx}, by its name. The file appears once the sheet is
 * complete; only its owner may read it. Used by one thread.
 */
public final class SheetFile implements AutoCloseable {
  private static final String PARTIAL = ".partial";

  private final Path file;
  private final Path partial;
  private final SheetKind kind;
  private final SheetText text;
  private final OutputStream out;
  private final Table table;
  private long rows;

  /** A table in a file format. */
  interface Table {
    /** Writes a row. */
    void row(List<String> cells) throws IOException;

    /** Writes out what is left. */
    void end() throws IOException;
  }

  private SheetFile(Path file, Path partial, SheetKind kind, SheetText text) throws IOException {
    this.file = file;
    this.partial = partial;
    this.kind = kind;
    this.text = text;
    this.out = new BufferedOutputStream(PrivateFiles.output(partial));
    this.table = hasEnding(file, ".xlsx") ? new XlsxTable(out, kind, file) : new CsvTable(out);
  }

  /**
   * Checks the name of a file.
   *
   * @param option the option that names it, for messages
   * @throws InvalidInputException if it is of no known format
   */
  public static Path requireFormat(String option, Path file) {
    if (!hasEnding(file, ".csv") && !hasEnding(file, ".xlsx")) {
      throw InvalidInputException.of(
          option, file.toString(), "a file name that ends in .csv or .xlsx");
    }
    return file;
  }

  private static boolean hasEnding(Path file, String ending) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(ending);
  }

  /**
   * Begins a sheet.
   *
   * @throws NodeException if the file cannot be written
   */
  public static SheetFile create(Path file, SheetKind kind, SheetText text) {
    SheetFile sheet;
    try {
      sheet = new SheetFile(file, file.resolveSibling(file.getFileName() + PARTIAL), kind, text);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
    try {
      sheet.table.row(text.headers(kind));
      return sheet;
    } catch (IOException e) {
      sheet.close();
      throw unwritable(file, e);
    }
  }

  /**
   * Writes a row.
   *
   * @throws NodeException if the file cannot be written
   */
  public void add(SheetRow row) {
    try {
      table.row(text.cells(kind, row));
      rows++;
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Number of rows so far, without the headers. */
  public long rows() {
    return rows;
  }

  /**
   * Ends the sheet: the file appears.
   *
   * @throws NodeException if the file cannot be written
   */
  public void finish() {
    try {
      table.end();
      out.close();
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  /** Drops a sheet that was not finished. */
  @Override
  public void close() {
    try (out) {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private static NodeException unwritable(Path file, IOException e) {
    return new NodeException(
        ErrorReason.STORE_FAILED,
        "--out: \"%s\" cannot be written: %s (expected: a file in a directory that is there and may be written to)"
            .formatted(file, InputFile.because(e)),
        e);
  }
}
