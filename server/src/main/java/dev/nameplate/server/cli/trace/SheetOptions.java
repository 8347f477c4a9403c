package dev.nameplate.server.cli.trace;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.report.SheetFile;
import dev.nameplate.server.cli.report.SheetMappingReader;
import dev.nameplate.trace.sheet.SheetKind;
import dev.nameplate.trace.sheet.SheetMapping;
import dev.nameplate.trace.sheet.SheetText;
import dev.nameplate.trace.sheet.SheetText.Language;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Options for a sheet of a recall. */
final class SheetOptions {
  @ArgGroup(validate = false, order = 50, heading = "%nAs a sheet for a regulator:%n")
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(
        names = "--sheet",
        paramLabel = "KIND",
        description = {
          "Write a sheet: fsma204 (a row for each critical tracking event of each affected lot) or gbt34400 (affected",
          "products by seller, for a recall plan). Products, companies and places are described by their records. Gaps are",
          "in the last column and the last rows."
        })
    private Optional<SheetKind> kind = Optional.empty();

    @Option(
        names = "--out",
        paramLabel = "FILE",
        description = "With --sheet: the file to write, .csv or .xlsx.")
    private Optional<Path> out = Optional.empty();

    @Option(
        names = "--sheet-mapping",
        paramLabel = "FILE",
        description = {
          "With --sheet: says in JSON which values of records are product name, brand, address and so on.",
          "Default: the mapping for the bundled sample."
        })
    private Optional<Path> mapping = Optional.empty();

    @Option(
        names = "--sheet-language",
        paramLabel = "zh|en",
        description = "With --sheet: its language. Default: zh for gbt34400, en for fsma204.")
    private Optional<Language> language = Optional.empty();
  }

  /**
   * A sheet to write.
   *
   * @param kind its kind
   * @param out the file
   * @param mapping the places of its data in records
   * @param text its texts
   */
  record Sheet(SheetKind kind, Path out, SheetMapping mapping, SheetText text) {}

  /**
   * The sheet to write, if one is requested.
   *
   * @param form another option for the form of the answer; empty for none
   * @param receipts true if receipts of a period are asked for
   * @throws InvalidInputException if the options do not fit together
   */
  Optional<Sheet> requested(String form, boolean receipts) {
    if (choice.kind.isEmpty()) {
      without("--out", choice.out);
      without("--sheet-mapping", choice.mapping);
      without("--sheet-language", choice.language);
      return Optional.empty();
    }
    SheetKind kind = choice.kind.get();
    if (!form.isEmpty()) {
      throw wrong("--sheet", "with " + form, "one of the two");
    }
    if (receipts && kind == SheetKind.FSMA204) {
      throw wrong("--received-between", "with --sheet fsma204", "--sheet gbt34400");
    }
    Path out =
        choice.out.orElseThrow(
            () -> wrong("--sheet", "without --out", "--out FILE too, .csv or .xlsx"));
    SheetMapping mapping =
        choice
            .mapping
            .map(
                file ->
                    SheetMappingReader.read(
                        file.toString(), InputFile.text("--sheet-mapping", file)))
            .orElseGet(SheetMappingReader::bundled);
    Language language =
        choice.language.orElse(kind == SheetKind.GBT34400 ? Language.ZH : Language.EN);
    return Optional.of(
        new Sheet(kind, SheetFile.requireFormat("--out", out), mapping, SheetText.in(language)));
  }

  private static void without(String option, Optional<?> given) {
    given.ifPresent(
        value -> {
          throw wrong(option, value.toString(), "--sheet KIND too");
        });
  }

  private static InvalidInputException wrong(String option, String value, String expected) {
    return InvalidInputException.of(option, value, expected);
  }
}
