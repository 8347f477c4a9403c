package dev.nameplate.server.cli.assign;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.TimeToLive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options for values that a record and a range have in common. */
abstract class ValueTexts {
  private static final Pattern SYNTAX =
      Pattern.compile("([0-9]{1,10}):([^=]+)=(.*)", Pattern.DOTALL);

  @Option(names = "--value", paramLabel = "INDEX:TYPE=TEXT", description = "A text.")
  List<String> texts = new ArrayList<>();

  @Option(
      names = "--number",
      paramLabel = "INDEX:TYPE=NUMBER",
      description = "An exact decimal number.")
  List<String> numbers = new ArrayList<>();

  @Option(names = "--json-value", paramLabel = "INDEX:TYPE=JSON", description = "A JSON text.")
  List<String> jsons = new ArrayList<>();

  @Option(
      names = "--ttl",
      paramLabel = "SECONDS",
      description =
          "How long readers may cache the values, 0 to 31536000. Default: 86400 (one day).")
  private Optional<Long> ttl = Optional.empty();

  /** Time to live of every value, where the option is given. */
  final Optional<TimeToLive> timeToLive() {
    return ttl.map(seconds -> new TimeToLive.Relative(Duration.ofSeconds(seconds)));
  }

  /** Makes a value of its three parts. */
  interface Form<V> {
    V of(long index, String type, String data);
  }

  /** Reads {@code INDEX:TYPE=DATA}. */
  static <V> V value(String option, String text, String example, Form<V> form) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new InvalidInputException(
          ErrorReason.INVALID_RECORD,
          option,
          text,
          "INDEX:TYPE=…, for example 1:URL=https://mill.example/coils/" + example);
    }
    return form.of(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3));
  }
}
