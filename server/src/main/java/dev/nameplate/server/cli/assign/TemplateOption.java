package dev.nameplate.server.cli.assign;

import dev.nameplate.record.ValueReference;
import dev.nameplate.v1.Reference;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The template that a record must follow. */
final class TemplateOption {
  @Option(
      names = "--template",
      paramLabel = "[VERSION:]IDENTIFIER",
      order = 45,
      description = {
        "The metadata template that the values must follow, for example 88.118.8/TEMPLATE-COIL,",
        "or one version of it: 2:88.118.8/TEMPLATE-COIL."
      })
  private Optional<String> template = Optional.empty();

  /** The template; index 0 for its newest version. */
  Optional<Reference> template() {
    return template
        .map(ValueReference::parse)
        .map(
            named ->
                Reference.newBuilder()
                    .setIdentifier(named.identifier().toString())
                    .setIndex((int) named.index())
                    .build());
  }
}
