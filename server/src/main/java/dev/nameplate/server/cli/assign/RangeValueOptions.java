package dev.nameplate.server.cli.assign;

import dev.nameplate.trust.statement.ValueTemplate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The values of every identifier of a range, as a command line gives them. */
final class RangeValueOptions {
  @ArgGroup(
      validate = false,
      order = 50,
      heading =
          "%nValues of every identifier, with {n} for its number and {identifier} for its name "
              + "(each option may be repeated):%n")
  private Choice choice = new Choice();

  private static final class Choice extends ValueTexts {
    @Option(
        names = "--reference",
        paramLabel = "INDEX:TYPE=IDENTIFIER",
        description = "A reference to another identifier.")
    private List<String> references = new ArrayList<>();
  }

  /** The values. */
  List<ValueTemplate> values() {
    List<ValueTemplate> values = new ArrayList<>();
    choice.texts.forEach(text -> values.add(value("--value", text, ValueTemplate::text)));
    choice.references.forEach(
        text -> values.add(value("--reference", text, ValueTemplate::reference)));
    choice.numbers.forEach(text -> values.add(value("--number", text, ValueTemplate::number)));
    choice.jsons.forEach(text -> values.add(value("--json-value", text, ValueTemplate::json)));
    return values;
  }

  private ValueTemplate value(String option, String text, ValueTexts.Form<ValueTemplate> form) {
    ValueTemplate value = ValueTexts.value(option, text, "{n}", form);
    return choice.timeToLive().map(value::withTimeToLive).orElse(value);
  }
}
