package dev.nameplate.server.bench;

import picocli.CommandLine.Option;

/** Option for the number of different identifiers. */
final class KeysOption {
  private static final int MOST = 100_000_000;

  @Option(
      names = "--keys",
      paramLabel = "N",
      description =
          "Maximum number of different identifiers, 1 to 100000000. Default: ${DEFAULT-VALUE}.")
  private int keys = 10_000;

  void check() {
    LoadOptions.require("keys", keys, 1, MOST);
  }

  int most() {
    return keys;
  }
}
