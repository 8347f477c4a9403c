package dev.nameplate.server.cli.assign;

import dev.nameplate.assign.BlockMinting;
import dev.nameplate.assign.Minting;
import dev.nameplate.assign.RangeAssignment;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.wire.RegistrationCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Assigns a range of identifiers. */
@Command(
    name = "assign-range",
    header = "Assign up to 1000000000 numbered identifiers with one signed statement.",
    description =
        "%nFIRST and LAST differ in one number only. Each identifier of the range can then be "
            + "resolved, updated and retired individually.%n",
    footer = {
      "  nameplate assign-range 88.118.8/COIL-2026-000001 88.118.8/COIL-2026-100000 --value 1:URL=https://mill.example/coils/{n}",
      "  nameplate assign-range --pattern 88.118.8/COIL-{seq:6}{check} --first 1 --last 100000",
      "  nameplate assign-range --pattern 88.118.8/COIL-{yyyy}-{seq:6} --next 1000"
    })
public final class AssignRangeCommand extends WriteCommand {
  @Parameters(
      arity = "0..2",
      paramLabel = "FIRST LAST",
      description = "The first and last identifier, for example 88.118.8/COIL-2026-000001.")
  private List<Identifier> ends = new ArrayList<>();

  @Option(
      names = "--pattern",
      paramLabel = "PREFIX/PATTERN",
      description =
          "Instead of FIRST and LAST: a pattern with {seq:N} for the number in N digits, "
              + "optionally followed by {check}.")
  private Optional<String> pattern = Optional.empty();

  @Option(
      names = "--first",
      paramLabel = "NUMBER",
      description = "With --pattern: the first number.")
  private Optional<Long> first = Optional.empty();

  @Option(names = "--last", paramLabel = "NUMBER", description = "With --pattern: the last number.")
  private Optional<Long> last = Optional.empty();

  @Option(
      names = "--next",
      paramLabel = "COUNT",
      description =
          "With --pattern, instead of --first and --last: assign this many, from the next free numbers.")
  private Optional<Long> next = Optional.empty();

  @Option(
      names = "--utc-offset",
      paramLabel = "OFFSET",
      description =
          "With --next: UTC offset of the dates in the pattern, for example +08:00. Default: UTC.")
  private String offset = "";

  @Mixin private RangeValueOptions values = new RangeValueOptions();

  AssignRangeCommand() {
    super("Assigned");
  }

  @Override
  protected Writing write(OperationId operation) {
    NumberedNames names = names();
    Prefix prefix = Prefix.parse(names.prefix());
    SuffixPattern suffixes = SuffixPattern.parse(names.pattern());
    if (next.isPresent()) {
      BlockMinting block =
          new BlockMinting(
              prefix, suffixes, next.get(), Minting.offset(offset), values.values(), operation);
      return connection ->
          connection.registration().assignRange(RegistrationCodec.request(block)).getReceipt();
    }
    if (!offset.isEmpty()) {
      throw InvalidInputException.of("--utc-offset", offset, "only together with --next");
    }
    RangeAssignment range =
        new RangeAssignment(
            new IdentifierRange(prefix, suffixes, names.first(), names.last(), values.values()),
            operation);
    return connection ->
        connection.registration().assignRange(RegistrationCodec.request(range)).getReceipt();
  }

  private NumberedNames names() {
    if (next.isPresent() && next.get() < 1) {
      throw InvalidInputException.of("--next", next.get().toString(), "1 or more");
    }
    boolean numbered = first.isPresent() && last.isPresent() && next.isEmpty();
    boolean block = first.isEmpty() && last.isEmpty() && next.isPresent();
    boolean byPattern = pattern.isPresent() && (numbered || block);
    if (byPattern == (ends.size() == 2)
        || !ends.isEmpty()
            == (pattern.isPresent() || first.isPresent() || last.isPresent() || next.isPresent())) {
      throw InvalidInputException.of(
          "FIRST LAST",
          ends.toString(),
          "two identifiers, or --pattern with --first and --last or with --next");
    }
    if (!byPattern) {
      return NumberedNames.between(ends.get(0), ends.get(1));
    }
    String text = pattern.orElseThrow();
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw InvalidInputException.of(
          "--pattern", text, "PREFIX/PATTERN, for example 88.118.8/COIL-{seq:6}");
    }
    return new NumberedNames(
        text.substring(0, slash), text.substring(slash + 1), first.orElse(0L), last.orElse(0L));
  }
}
