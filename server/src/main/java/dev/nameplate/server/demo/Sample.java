package dev.nameplate.server.demo;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.server.cli.Cli;
import dev.nameplate.server.cli.ExitCode;
import dev.nameplate.server.cli.Terminal;
import dev.nameplate.server.cli.bulk.ImportCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The bundled sample: tables of a steel chain, and the mapping that makes records of them. */
final class Sample {
  private static final String MAPPING = "guan-county-steel.json";

  /** What the steel mill made. */
  static final List<String> MILL =
      List.of("heats.csv", "slabs.csv", "hot-rolled.csv", "galvanised.csv", "colour-coated.csv");

  /** What the panel maker made of it. */
  static final List<String> PANEL_MAKER = List.of("panels.csv", "shipments.csv");

  private Sample() {}

  /** Copies some tables, and the mapping, into a directory. */
  static void unpack(List<String> tables, Path directory) {
    try {
      Files.createDirectories(directory);
      copy(MAPPING, directory);
      for (String table : tables) {
        copy(table, directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Imports the tables in a directory into a node as anyone would, by the command {@code import};
   * returns how many were assigned.
   */
  static long importInto(String node, Path directory) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal unseen =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            utf8(out),
            utf8(err),
            Map.of(),
            false,
            Optional.empty());
    List<String> command =
        List.of(
            "import",
            directory.toString(),
            "--mapping",
            directory.resolve(MAPPING).toString(),
            "--node",
            node,
            "--json");
    if (new Cli(ImportCommand.class).run(command, unseen) != ExitCode.OK) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT, "import: " + err.toString(StandardCharsets.UTF_8));
    }
    return out.toString(StandardCharsets.UTF_8).lines().count();
  }

  private static void copy(String name, Path directory) throws IOException {
    try (InputStream in = Sample.class.getResourceAsStream("/demo/" + name)) {
      if (in == null) {
        throw new NodeException(
            ErrorReason.DATA_CORRUPT,
            "the sample file " + name + " is not in this jar; build it again");
      }
      Files.copy(in, directory.resolve(name));
    }
  }

  private static PrintStream utf8(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
