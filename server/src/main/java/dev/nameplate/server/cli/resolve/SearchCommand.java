package dev.nameplate.server.cli.resolve;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.resolve.Records;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.AnchorOptions;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeCommand;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.Paged;
import dev.nameplate.server.cli.options.Sought;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.template.ItemType;
import dev.nameplate.wire.ListingCodec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds the identifiers under one prefix whose records have a value. */
@Command(
    name = "search",
    header = "Find identifiers under a prefix by a value.",
    description =
        "%nSearches current records by an item that their metadata template declares indexed or unique.%n",
    footer = "  nameplate search --prefix 88.118.8 --item lot_number L-0117")
public final class SearchCommand extends NodeCommand {
  @Option(
      converter = Sought.OfPrefix.class,
      names = "--prefix",
      required = true,
      paramLabel = "PREFIX",
      description = "A prefix, for example 88.118.8.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(
      names = "--item",
      required = true,
      paramLabel = "NAME",
      description = "Name of the template item, which is the type of the value.")
  private String item = "";

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Kind of the item: string, number, date, reference or bytes (in Base64). Default: "
              + "the kind in the template.")
  private String type = "";

  @ArgGroup(multiplicity = "1")
  private Sample sample = new Sample();

  /** The value, which may be too private for a command line. */
  private static final class Sample {
    @Parameters(paramLabel = "VALUE", arity = "1", description = "The value.")
    private Optional<String> value = Optional.empty();

    @Option(
        names = "--value-file",
        paramLabel = "PATH",
        description =
            "The value, read from a file, or from standard input with -; a final line end is "
                + "removed. Use this for values that must not appear in the process list.")
    private String file = "";

    String text(Terminal terminal) {
      return value.orElseGet(
          () ->
              InputFile.value("--value-file", file, terminal, RecordLimits.HIGHEST.recordBytes()));
    }
  }

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Maximum number of identifiers. Default: all.")
  private long limit = Long.MAX_VALUE;

  @Mixin private AnchorOptions anchor = new AnchorOptions();

  @Override
  public Integer call() {
    if (limit < 1) {
      throw wrong("--limit", Long.toString(limit), "1 or more");
    }
    Records.Search search = search(sample.text(terminal()));
    Output output = output();
    List<Records.Partly> partly = new ArrayList<>();
    try (NodeConnection connection = connect()) {
      RecordCheck check = RecordCheck.of(connection, anchor.forNode(connection), prefix);
      Iterator<ListingCodec.Listed> found =
          new Paged<>(
              limit,
              (size, token) -> {
                var page =
                    connection.resolution().search(ListingCodec.request(search, size, token));
                partly.addAll(ListingCodec.partly(page));
                return ListingCodec.page(page);
              });
      if (found.hasNext()) {
        found.forEachRemaining(entry -> ListCommand.show(output, check.read(entry)));
        return ExitCode.OK;
      }
    }
    output.line(
        partly.isEmpty()
            ? "No identifiers found."
            : "No identifiers found in records whose template indexes the item.");
    partly.forEach(
        template ->
            output.line(
                "Not searched: records of %s before version %s, which does not index the item."
                    .formatted(VisibleText.of(template.template().toString()), template.since())));
    return ExitCode.NO;
  }

  private Records.Search search(String value) {
    if (type.isEmpty()) {
      return Records.Search.written(prefix, item, value, false);
    }
    ItemType wanted =
        ItemType.of(type).orElseThrow(() -> wrong("--type", type, "one of " + ItemType.words()));
    ValueData data =
        switch (wanted) {
          case STRING, DATE -> ValueData.text(value);
          case NUMBER -> new ValueData.Number(value);
          case BYTES -> ValueData.binary(bytes(value));
          case REFERENCE -> new ValueData.Reference(ValueReference.parse(value));
        };
    return new Records.Search(prefix, item, wanted, data, false);
  }

  private static Bytes bytes(String value) {
    try {
      return Bytes.wrap(Base64.getDecoder().decode(value));
    } catch (IllegalArgumentException e) {
      throw wrong("VALUE", value, "bytes in Base64");
    }
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }
}
