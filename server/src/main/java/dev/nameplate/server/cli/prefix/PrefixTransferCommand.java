package dev.nameplate.server.cli.prefix;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.Validity;
import dev.nameplate.v1.Receipt;
import dev.nameplate.v1.TransferRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Gives an allotted prefix another holder, other keys or other endpoints. */
@Command(
    name = "transfer",
    header = "Give an allotted prefix another holder, other keys or other endpoints.",
    description = {
      "%nWith --anchor, the keys in the files count from now on and no others; what former keys signed stays true.",
      "With --keys-from, they count from an earlier time: what the holder's node signed before the prefix was allotted",
      "to it is believed from then on. Without --anchor it applies to the first key the prefix has.",
      "With --add-key, the key counts from now on, and those before it for some hours more: a change without a gap.",
      "A hosted prefix is handed to its holder's node with --anchor and --endpoint, while nothing is assigned below it.%n"
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
      description = "The anchor file of a node whose keys shall count; may be repeated.")
  private List<Path> anchors = new ArrayList<>();

  @Option(
      names = "--keys-from",
      paramLabel = "TIME",
      description = {
        "From when on the keys are valid, for example 2026-01-01T00:00:00+08:00. Default: now, and for keys that",
        "the prefix has already, as before."
      })
  private Optional<Instant> keysFrom = Optional.empty();

  @Option(
      names = "--add-key",
      paramLabel = "PEM",
      description = "A further key of the same log, as keys export-public prints it.")
  private Optional<Path> addKey = Optional.empty();

  @Option(
      names = "--overlap-hours",
      paramLabel = "N",
      description = "How long the keys before the added one still count, 0 to 8760. Default: 24.")
  private int overlapHours = 24;

  @Option(
      names = "--endpoint",
      paramLabel = "HOST:PORT",
      description = {
        "Where the holder's node is reached; may be repeated, the preferred one first.",
        "Default: those of the anchor files, else as before."
      })
  private List<Endpoint> endpoints = new ArrayList<>();

  @Option(
      names = "--drop-key",
      paramLabel = "ID",
      description = {
        "Forget this former key, whose time is over or that is revoked, to make room for another:",
        "what it signed is believed no more. May be repeated."
      })
  private List<String> droppedKeys = new ArrayList<>();

  PrefixTransferCommand() {
    super("Transferred");
  }

  @Override
  protected Function<NodeConnection, Receipt> write(String operation) {
    if (addKey.isPresent() && !anchors.isEmpty()) {
      throw InvalidInputException.of(
          "--add-key", addKey.get().toString(), "either --anchor or --add-key, not both");
    }
    if (addKey.isPresent() && keysFrom.isPresent()) {
      throw InvalidInputException.of(
          "--keys-from",
          keysFrom.get().toString(),
          "without --add-key, whose key is valid from now on");
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
        connection.prefixes().transfer(request(connection, holders, operation)).getReceipt();
  }

  private TransferRequest request(
      NodeConnection connection, List<TrustAnchor> holders, String operation) {
    TransferRequest.Builder request =
        TransferRequest.newBuilder()
            .setPrefix(prefix.toString())
            .setHolder(holder)
            .setOperationId(operation);
    (endpoints.isEmpty() ? PrefixAllotCommand.endpointsOf(holders) : endpoints)
        .forEach(endpoint -> request.addEndpoints(endpoint.toString()));
    holders.forEach(
        anchor -> request.addKeys(DelegationBody.toProto(since(anchor.authority(), keysFrom))));
    if (holders.isEmpty()) {
      keysFrom.ifPresent(from -> extendFirst(request, from, delegated(connection, "--keys-from")));
    }
    addKey.ifPresent(file -> addKey(request, file, delegated(connection, "--add-key")));
    droppedKeys.forEach(
        id -> request.addDroppedKeyIds(PrefixRevokeKeyCommand.keyId("--drop-key", id)));
    return request.build();
  }

  /** The key, valid from another moment on if given. */
  static AuthorityKey since(AuthorityKey key, Optional<Instant> from) {
    return from.map(start -> key.during(Validity.from(start).endingAt(key.validity().until())))
        .orElse(key);
  }

  /** Names all keys that the prefix has again, the first one from an earlier moment on. */
  private static void extendFirst(
      TransferRequest.Builder request, Instant from, Delegation delegation) {
    request.setExpectedVersion(delegation.version());
    for (int i = 0; i < delegation.keys().size(); i++) {
      AuthorityKey key = delegation.keys().get(i);
      request.addKeys(DelegationBody.toProto(i == 0 ? since(key, Optional.of(from)) : key));
    }
  }

  /** Names the keys that count now again, ending soon, and the added one. */
  private void addKey(TransferRequest.Builder request, Path file, Delegation delegation) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    Instant end = now.plus(Duration.ofHours(overlapHours));
    List<AuthorityKey> counting =
        delegation.keys().stream()
            .filter(key -> key.validity().until().isAfter(now) && key.revokedFrom().isEmpty())
            .toList();
    AuthorityKey last = delegation.keys().get(delegation.keys().size() - 1);
    request.setExpectedVersion(delegation.version());
    if (overlapHours > 0) {
      for (AuthorityKey key : counting) {
        boolean endsSooner =
            key.validity().until().isBefore(end) || !key.validity().from().isBefore(end);
        request.addKeys(
            DelegationBody.toProto(endsSooner ? key : key.during(key.validity().endingAt(end))));
      }
    }
    request.addKeys(
        DelegationBody.toProto(
            AuthorityKey.of(
                KeyPem.readPublic(InputFile.pem("--add-key", file), file.toString()),
                last.checkpointKey())));
  }

  private Delegation delegated(NodeConnection connection, String option) {
    return PrefixCommand.ask(connection, prefix)
        .delegation()
        .filter(delegation -> !delegation.keys().isEmpty())
        .orElseThrow(
            () ->
                InvalidInputException.of(
                    option,
                    prefix.toString(),
                    "a prefix that its holder's own node serves; this one has no keys of its own"));
  }
}
