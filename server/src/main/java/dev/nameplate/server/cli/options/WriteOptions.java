package dev.nameplate.server.cli.options;

import picocli.CommandLine.Option;

/** Options of every write. */
public final class WriteOptions {
  @Option(
      names = "--operation",
      paramLabel = "ID",
      order = 40,
      description = {
        "Names this write, 1 to 64 printable ASCII characters.",
        "Repeated within 7 days, the same write gives the same receipt again instead of happening twice."
      })
  private String operation = "";

  /** The name of the write; empty if it has none. */
  public String operation() {
    return operation;
  }
}
