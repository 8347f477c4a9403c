package dev.nameplate.server.cli.assign;

import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.TemplateValue;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The template that a record must follow. */
final class TemplateOption {
  @Option(
      names = "--template",
      paramLabel = "[VERSION:]IDENTIFIER",
      order = 45,
      description = {
        "The metadata template that the values must match, for example 88.118.8/TEMPLATE-COIL,",
        "or one version of it: 2:88.118.8/TEMPLATE-COIL."
      })
  private Optional<String> template = Optional.empty();

  /** The values, and behind them the value that names the template, if one is given. */
  List<RecordValue> with(List<RecordValue> values) {
    return Stream.concat(
            values.stream(),
            template.map(ValueReference::parse).map(TemplateValue::naming).stream())
        .toList();
  }
}
