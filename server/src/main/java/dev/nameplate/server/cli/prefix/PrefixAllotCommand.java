package dev.nameplate.server.cli.prefix;

import dev.nameplate.assign.Allotment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.wire.PrefixCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Allots a prefix. */
@Command(
    name = "allot",
    header = "Allot a prefix below a prefix of the node.",
    description = {
      "%nEither this node serves the prefix itself (--hosted), or the holder's own node does: "
          + "then give that node's anchor file (nameplate keys anchor --data DIR prints it) and "
          + "its endpoints.",
      "A prefix is allotted once. It can be suspended, resumed, transferred and revoked, but "
          + "never allotted again.%n"
    },
    footer = {
      "  nameplate prefix allot 88.118.9 --holder \"Guan County Weaving\" --hosted",
      "  nameplate prefix allot 88.118.8 --holder \"Guan County Steel\" --anchor steel.txt --endpoint 10.0.0.8:7430"
    })
final class PrefixAllotCommand extends WriteCommand {
  private static final int LONGEST_DAYS = 365;

  @Parameters(paramLabel = "PREFIX", description = "The prefix, for example 88.118.9.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(
      names = "--holder",
      required = true,
      paramLabel = "NAME",
      description = "Name of the holder, 1 to 256 characters.")
  private String holder = "";

  @Option(names = "--hosted", description = "This node serves the prefix, with its own keys.")
  private boolean hosted;

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description = "Anchor file of the holder's node, with its keys and this prefix.")
  private Optional<Path> anchor = Optional.empty();

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = {
        "Address of the holder's node; may be repeated, preferred address first. Default: the "
            + "endpoints in the anchor file."
      })
  private List<Endpoint> endpoints = new ArrayList<>();

  @Option(
      names = "--keys-from",
      paramLabel = "TIME",
      description = {
        "When the keys become valid, for example 2026-01-01T00:00:00+08:00. Default: now.",
        "Statements that the holder's node signed before this time are not valid."
      })
  private Optional<Instant> keysFrom = Optional.empty();

  @Option(
      names = "--validity-days",
      paramLabel = "N",
      description = {
        "Validity of each signed delegation, 1 to 365. Default: 7.",
        "The node renews delegations automatically; a suspension takes effect everywhere within this time."
      })
  private int validityDays = 7;

  PrefixAllotCommand() {
    super("Allotted");
  }

  @Override
  protected Writing write(OperationId operation) {
    Allotment allotment = allotment(operation);
    if (keysFrom.isEmpty()) {
      EarlierStatements.warn(allotment, output());
    }
    return connection -> connection.prefixes().allot(PrefixCodec.request(allotment)).getReceipt();
  }

  private Allotment allotment(OperationId operation) {
    if (hosted == anchor.isPresent() || (hosted && !endpoints.isEmpty())) {
      throw InvalidInputException.of(
          "--hosted",
          Boolean.toString(hosted),
          "either --hosted, or --anchor FILE with --endpoint HOST:PORT");
    }
    if (validityDays < 1 || validityDays > LONGEST_DAYS) {
      throw InvalidInputException.of("--validity-days", validityDays, "1 to " + LONGEST_DAYS);
    }
    List<TrustAnchor> holders = anchor.map(file -> anchorsOf(file, prefix)).orElse(List.of());
    return new Allotment(
        prefix,
        holder,
        hosted,
        holders.stream()
            .map(node -> PrefixTransferCommand.since(node.authority(), keysFrom))
            .toList(),
        endpoints.isEmpty() ? endpointsOf(holders) : endpoints,
        Duration.ofDays(validityDays),
        operation);
  }

  /** Endpoints of nodes, from their anchors. */
  static List<Endpoint> endpointsOf(List<TrustAnchor> anchors) {
    return anchors.stream().flatMap(anchor -> anchor.endpoints().stream()).distinct().toList();
  }

  /** The anchors in a file that are for a prefix and whose keys still count: of one node. */
  static List<TrustAnchor> anchorsOf(Path file, Prefix prefix) {
    Instant now = Instant.now();
    List<TrustAnchor> anchors =
        TrustAnchors.parse(InputFile.text("--anchor", file), file.toString()).list().stream()
            .filter(anchor -> anchor.covers(prefix))
            .filter(anchor -> anchor.authority().validity().until().isAfter(now))
            .toList();
    if (anchors.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          "--anchor",
          file.toString(),
          "the anchor of a node made for "
              + prefix
              + "; create one with init --data DIR --prefix "
              + prefix);
    }
    return anchors;
  }
}
