package dev.nameplate.server.cli.options;

import picocli.CommandLine.Option;

/** Options of every write. */
public final class WriteOptions {
  @Option(
      names = "--operation",
      paramLabel = "ID",
      order = 40,
      description = {
        "Id of this write, 1 to 64 printable ASCII characters. A repeat within 7 days returns the "
            + "same receipt instead of writing again."
      })
  private String operation = "";

  /** The name of the write; empty if it has none. */
  public String operation() {
    return operation;
  }
}
