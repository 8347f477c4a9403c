package dev.nameplate.server.cli.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.output.Terminal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The values of a record, as a command line gives them. */
final class ValueOptions {
  @ArgGroup(validate = false, order = 50, heading = "%nValues (each option may be repeated):%n")
  private Choice choice = new Choice();

  private static final class Choice extends ValueTexts {
    @Option(
        names = "--reference",
        paramLabel = "INDEX:TYPE=IDENTIFIER",
        description =
            "A reference to another identifier, or to the value of it at an index: "
                + "3:88.118.8/HEAT-1.")
    private List<String> references = new ArrayList<>();

    @Option(names = "--file", paramLabel = "INDEX:TYPE=PATH", description = "The bytes of a file.")
    private List<String> files = new ArrayList<>();

    @Option(
        names = "--value-file",
        paramLabel = "INDEX:TYPE=PATH",
        description =
            "A text read from a file, or from standard input with -; a final line end is "
                + "removed. Use this for values that must not appear in the process list.")
    private List<String> textFiles = new ArrayList<>();

    @Option(
        names = "--reference-file",
        paramLabel = "INDEX:TYPE=PATH",
        description = "A reference, read from a file in the same way.")
    private List<String> referenceFiles = new ArrayList<>();

    @Option(
        names = "--number-file",
        paramLabel = "INDEX:TYPE=PATH",
        description = "An exact decimal number, read from a file in the same way.")
    private List<String> numberFiles = new ArrayList<>();

    @Option(
        names = "--json-file",
        paramLabel = "INDEX:TYPE=PATH",
        description = "A JSON text, read from a file in the same way.")
    private List<String> jsonFiles = new ArrayList<>();

    @Option(
        names = "--restricted",
        paramLabel = "INDEX",
        description =
            "Restrict who may read the value at this index: others see only its salted digest. "
                + "Give the value with an option that reads it from a file.")
    private Set<Long> restricted = new HashSet<>();
  }

  /** The values. Standard input is read if one of them is there. */
  List<RecordValue> values(Terminal terminal) {
    List<RecordValue> values = new ArrayList<>();
    choice.texts.forEach(text -> values.add(value("--value", text, ValueData::text)));
    choice.references.forEach(
        text -> values.add(value("--reference", text, ValueOptions::reference)));
    choice.numbers.forEach(text -> values.add(value("--number", text, ValueData.Number::new)));
    choice.jsons.forEach(text -> values.add(value("--json-value", text, ValueData.Json::new)));
    TextFiles files = new TextFiles(terminal);
    choice.textFiles.forEach(
        text -> values.add(files.value("--value-file", text, ValueData::text)));
    choice.referenceFiles.forEach(
        text -> values.add(files.value("--reference-file", text, ValueOptions::reference)));
    choice.numberFiles.forEach(
        text -> values.add(files.value("--number-file", text, ValueData.Number::new)));
    choice.jsonFiles.forEach(
        text -> values.add(files.value("--json-file", text, ValueData.Json::new)));
    choice.files.forEach(text -> values.add(value("--file", text, ValueOptions::content)));
    requireUnique(values);
    return values;
  }

  /** Values whose text is in a file or on standard input, which can be read only once. */
  private final class TextFiles {
    private static final int MOST = RecordLimits.HIGHEST.recordBytes();

    private final Terminal terminal;
    private boolean inputRead;

    TextFiles(Terminal terminal) {
      this.terminal = terminal;
    }

    RecordValue value(String option, String text, Function<String, ValueData> parser) {
      return ValueOptions.this.value(option, text, path -> parser.apply(read(option, path)));
    }

    private String read(String option, String path) {
      if (path.equals(InputFile.STANDARD_INPUT)) {
        if (inputRead) {
          throw invalid(option, path, "standard input for one value only; give a file");
        }
        inputRead = true;
      }
      return InputFile.value(option, path, terminal, MOST);
    }
  }

  private RecordValue value(String option, String text, Function<String, ValueData> parser) {
    RecordValue value =
        ValueTexts.value(
            option,
            text,
            "451",
            (index, type, data) -> RecordValue.of(index, type, parser.apply(data)));
    value = choice.timeToLive().map(value::withTimeToLive).orElse(value);
    return choice.restricted.contains(value.index())
        ? value.withPermissions(Permissions.RESTRICTED)
        : value;
  }

  private void requireUnique(List<RecordValue> values) {
    Set<Long> indexes = new HashSet<>();
    for (RecordValue value : values) {
      if (!indexes.add(value.index())) {
        throw invalid("index", Long.toString(value.index()), "each index only once in a record");
      }
    }
    for (long index : choice.restricted) {
      if (!indexes.contains(index)) {
        throw invalid("--restricted", Long.toString(index), "the index of one of the values given");
      }
    }
  }

  private static ValueData reference(String text) {
    return new ValueData.Reference(ValueReference.parse(text));
  }

  private static ValueData content(String path) {
    Path file = InputFile.path(path);
    int most = RecordLimits.HIGHEST.recordBytes();
    long size = InputFile.size("--file", file);
    if (size > most) {
      throw invalid("--file", path, "at most " + most + " bytes, not " + size);
    }
    return ValueData.binary(InputFile.bytes("--file", file, most));
  }

  private static InvalidInputException invalid(String field, String value, String expected) {
    return new InvalidInputException(ErrorReason.INVALID_RECORD, field, value, expected);
  }
}
