package dev.nameplate.server.demo;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The bundled sample: tables of a steel chain, and the mapping that makes records of them. */
final class Sample {
  private static final String MAPPING = "guan-county-steel.json";

  /** Tables of the steel mill: its products, and itself. */
  static final List<String> MILL =
      List.of(
          "heats.csv",
          "slabs.csv",
          "hot-rolled.csv",
          "galvanised.csv",
          "colour-coated.csv",
          "mill.csv");

  /** Tables of the panel maker: its products, and itself. */
  static final List<String> PANEL_MAKER = List.of("panels.csv", "shipments.csv", "panel-maker.csv");

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
    return Typed.well(
            List.of(
                "import",
                directory.toString(),
                "--mapping",
                directory.resolve(MAPPING).toString(),
                "--node",
                node,
                "--json"))
        .lines()
        .size();
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
}
