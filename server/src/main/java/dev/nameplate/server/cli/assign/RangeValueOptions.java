package dev.nameplate.server.cli.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.trust.statement.ValueTemplate;
import dev.nameplate.v1.RecordValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The values of every identifier of a range, as a command line gives them. */
final class RangeValueOptions {
  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,10}):([^=]+)=(.*)", Pattern.DOTALL);

  @ArgGroup(
      validate = false,
      order = 50,
      heading =
          "%nWhat each stands for, with {n} for its number and {identifier} for itself (each may be given many times):%n")
  private Choice choice = new Choice();

  private static final class Choice {
    @Option(names = "--value", paramLabel = "INDEX:TYPE=TEXT", description = "A text.")
    private List<String> texts = new ArrayList<>();

    @Option(
        names = "--reference",
        paramLabel = "INDEX:TYPE=IDENTIFIER",
        description = "Another identifier.")
    private List<String> references = new ArrayList<>();

    @Option(
        names = "--number",
        paramLabel = "INDEX:TYPE=NUMBER",
        description = "An exact decimal number.")
    private List<String> numbers = new ArrayList<>();

    @Option(names = "--json-value", paramLabel = "INDEX:TYPE=JSON", description = "A JSON text.")
    private List<String> jsons = new ArrayList<>();

    @Option(
        names = "--ttl",
        paramLabel = "SECONDS",
        description = "How long readers may reuse the values, 0 to 31536000. Default: one day.")
    private Optional<Long> ttl = Optional.empty();
  }

  /** Makes a template of its parts. */
  private interface Form {
    ValueTemplate of(long index, String type, String data);
  }

  /** The values, ready to be sent. */
  List<RecordValue> values() {
    List<ValueTemplate> values = new ArrayList<>();
    choice.texts.forEach(text -> values.add(value("--value", text, ValueTemplate::text)));
    choice.references.forEach(
        text -> values.add(value("--reference", text, ValueTemplate::reference)));
    choice.numbers.forEach(text -> values.add(value("--number", text, ValueTemplate::number)));
    choice.jsons.forEach(text -> values.add(value("--json-value", text, ValueTemplate::json)));
    return values.stream().map(ValueTemplate::toProto).toList();
  }

  private ValueTemplate value(String option, String text, Form form) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          ErrorReason.INVALID_RECORD,
          option,
          text,
          "INDEX:TYPE=…, for example 1:URL=https://mill.example/coils/{n}");
    }
    ValueTemplate value =
        form.of(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3));
    return choice
        .ttl
        .map(ttl -> value.withTimeToLive(new TimeToLive.Relative(Duration.ofSeconds(ttl))))
        .orElse(value);
  }
}
