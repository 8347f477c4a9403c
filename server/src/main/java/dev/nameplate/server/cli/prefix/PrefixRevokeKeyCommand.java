package dev.nameplate.server.cli.prefix;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.WriteCommand;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.wire.PrefixCodec;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Revokes one key of an allotted prefix. */
@Command(
    name = "revoke-key",
    header = "Revoke a key of an allotted prefix, starting at a position of its log.",
    description = {
      "%nStatements before the position stay valid; statements at the position or later become "
          + "invalid.",
      "The position can be lowered later, never raised. First give the prefix its new key with "
          + "prefix transfer.%n"
    },
    footer = "  nameplate prefix revoke-key 88.118.8 --key 3f7c… --from-position 1204")
final class PrefixRevokeKeyCommand extends WriteCommand {
  private static final Pattern KEY_ID = Pattern.compile("[0-9a-fA-F]{64}");

  @Parameters(paramLabel = "PREFIX", description = "The allotted prefix, for example 88.118.8.")
  private Prefix prefix = Arguments.NO_PREFIX;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "ID",
      description = "The key id, 64 hexadecimal digits, as prefix show prints it.")
  private String key = "";

  @Option(
      names = "--from-position",
      required = true,
      paramLabel = "N",
      description = "The first position of the key's log that is no longer valid, 0 or more.")
  private long fromPosition;

  PrefixRevokeKeyCommand() {
    super("Revoked the key of");
  }

  @Override
  protected Writing write(OperationId operation) {
    if (fromPosition < 0) {
      throw InvalidInputException.of("--from-position", fromPosition, "0 or more");
    }
    KeyId revoked = keyId("--key", key);
    return connection ->
        connection
            .prefixes()
            .revokeKey(PrefixCodec.revokeKey(prefix, revoked, fromPosition, 0, operation))
            .getReceipt();
  }

  /** The id of a key, as it is typed. */
  static KeyId keyId(String option, String text) {
    if (!KEY_ID.matcher(text).matches()) {
      throw InvalidInputException.of(option, text, "64 hexadecimal digits");
    }
    return new KeyId(Bytes.fromHex(text));
  }
}
