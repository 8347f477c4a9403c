package dev.nameplate.server.cli.prefix;

import dev.nameplate.assign.Transfer;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.wire.PrefixCodec;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives an allotted prefix another holder, other keys or other endpoints. */
@Command(
    name = "transfer",
    header = "Change the holder, keys or endpoints of an allotted prefix.",
    description = {
      "%nWith --anchor, only the keys in the files are valid from now on; statements signed by "
          + "former keys stay valid.",
      "With --keys-from, the keys are valid from an earlier time: use it for statements that "
          + "the holder's node signed before",
      "the prefix was allotted to it. Without --anchor, --keys-from applies to the first key of the prefix.",
      "With --add-key, the new key is valid from now on and the current keys for the overlap: "
          + "a change without a gap.",
      "A hosted prefix moves to its holder's node with --anchor and --endpoint, as long as "
          + "nothing is assigned below it.%n"
    },
    footer = {
      "  nameplate prefix transfer 88.118.8 --add-key new.pem --overlap-hours 48",
      "  nameplate prefix transfer 88.118.8 --keys-from 2026-01-01T00:00:00+08:00",
      "  nameplate prefix transfer 88.118.8 --holder \"New Steel\" --anchor new-steel.txt --endpoint 10.0.0.9:7430"
    })
final class PrefixTransferCommand extends WriteCommand {
  private static final int LONGEST_OVERLAP_HOURS = 24 * 365;

  @Parameters(paramLabel = "PREFIX", description = "The allotted prefix, for example 88.118.8.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(names = "--holder", paramLabel = "NAME", description = "The new holder.")
  private String holder = "";

  @Option(
      names = "--anchor",
      paramLabel = "FILE",
      description = "Anchor file of a node whose keys become valid; may be repeated.")
  private List<Path> anchors = new ArrayList<>();

  @Option(
      names = "--keys-from",
      paramLabel = "TIME",
      description = {
        "When the keys become valid, for example 2026-01-01T00:00:00+08:00. Default: now; "
            + "unchanged for existing keys."
      })
  private Optional<Instant> keysFrom = Optional.empty();

  @Option(
      names = "--add-key",
      paramLabel = "PEM",
      description = "An additional key of the same log, as keys export-public prints it.")
  private Optional<Path> addKey = Optional.empty();

  @Option(
      names = "--overlap-hours",
      paramLabel = "N",
      description =
          "With --add-key: how long the current keys remain valid, 0 to 8760. Default: 24.")
  private int overlapHours = 24;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = {
        "Address of the holder's node; may be repeated, preferred address first. Default: the "
            + "endpoints in the anchor",
        "files, else unchanged."
      })
  private List<Endpoint> endpoints = new ArrayList<>();

  @Option(
      names = "--drop-key",
      paramLabel = "ID",
      description = {
        "Remove this former key, which is expired or revoked, to make room for another key.",
        "Statements it signed become invalid. May be repeated."
      })
  private List<String> droppedKeys = new ArrayList<>();

  PrefixTransferCommand() {
    super("Transferred");
  }

  @Override
  protected Writing write(OperationId operation) {
    if (addKey.isPresent() && !anchors.isEmpty()) {
      throw InvalidInputException.of(
          "--add-key", addKey.get().toString(), "either --anchor or --add-key, not both");
    }
    if (addKey.isPresent() && keysFrom.isPresent()) {
      throw InvalidInputException.of(
          "--keys-from",
          keysFrom.get().toString(),
          "not with --add-key, whose key is valid from now on");
    }
    if (overlapHours < 0 || overlapHours > LONGEST_OVERLAP_HOURS) {
      throw InvalidInputException.of(
          "--overlap-hours", overlapHours, "0 to " + LONGEST_OVERLAP_HOURS);
    }
    List<TrustAnchor> holders =
        anchors.stream()
            .flatMap(file -> PrefixAllotCommand.anchorsOf(file, prefix).stream())
            .toList();
    return connection ->
        connection
            .prefixes()
            .transfer(PrefixCodec.request(transfer(connection, holders, operation)))
            .getReceipt();
  }

  private Transfer transfer(
      NodeConnection connection, List<TrustAnchor> holders, OperationId operation) {
    List<AuthorityKey> keys =
        new ArrayList<>(
            holders.stream().map(anchor -> since(anchor.authority(), keysFrom)).toList());
    long expected = 0;
    if (addKey.isPresent() || (holders.isEmpty() && keysFrom.isPresent())) {
      Delegation delegation = delegated(connection);
      expected = delegation.version();
      keys.addAll(
          addKey
              .map(file -> withKey(delegation, file))
              .orElseGet(() -> withFirst(delegation, keysFrom.orElseThrow())));
    }
    return new Transfer(
        prefix,
        expected,
        holder.isEmpty() ? Optional.empty() : Optional.of(holder),
        keys,
        endpoints.isEmpty() ? PrefixAllotCommand.endpointsOf(holders) : endpoints,
        droppedKeys.stream()
            .map(id -> PrefixRevokeKeyCommand.keyId("--drop-key", id))
            .collect(Collectors.toSet()),
        operation);
  }

  /** The key, valid from another moment on if given. */
  static AuthorityKey since(AuthorityKey key, Optional<Instant> from) {
    return from.map(start -> key.during(Validity.from(start).endingAt(key.validity().until())))
        .orElse(key);
  }

  /** All keys that the prefix has, the first valid from another moment on. */
  private static List<AuthorityKey> withFirst(Delegation delegation, Instant from) {
    List<AuthorityKey> keys = new ArrayList<>(delegation.keys());
    keys.set(0, since(keys.get(0), Optional.of(from)));
    return keys;
  }

  /** The keys that are valid now, ending soon, and the added key. */
  private List<AuthorityKey> withKey(Delegation delegation, Path file) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Instant end = now.plus(Duration.ofHours(overlapHours));
    List<AuthorityKey> keys = new ArrayList<>();
    for (AuthorityKey key : delegation.keys()) {
      boolean valid = key.validity().until().isAfter(now) && key.revokedFrom().isEmpty();
      boolean endsSooner =
          key.validity().until().isBefore(end) || !key.validity().from().isBefore(end);
      if (valid && overlapHours > 0) {
        keys.add(endsSooner ? key : key.during(key.validity().endingAt(end)));
      }
    }
    AuthorityKey last = delegation.keys().get(delegation.keys().size() - 1);
    keys.add(
        AuthorityKey.of(
            KeyPem.readPublic(InputFile.pem("--add-key", file), file.toString()),
            last.checkpointKey()));
    return keys;
  }

  private Delegation delegated(NodeConnection connection) {
    return PrefixCommand.ask(connection, prefix)
        .delegation()
        .filter(delegation -> !delegation.keys().isEmpty())
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    addKey.isPresent() ? "--add-key" : "--keys-from",
                    prefix.toString(),
                    "a prefix served by its holder's node; a hosted prefix has no keys of its own"));
  }
}
