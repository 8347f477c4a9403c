package dev.nameplate.server.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.server.Main;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.v1.Receipt;
import io.grpc.ManagedChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Runs the command {@code import} over one file after the other, and over each until it is done.
 */
final class ImportLoad implements Load {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In one file: few, since all are sent again when the import of a file was interrupted. */
  private static final int ROWS = 250;

  private final Acknowledged acknowledged;
  private final Path directory;
  private boolean inDoubt;
  private int files;
  private int rows;

  ImportLoad(Acknowledged acknowledged, Path directory) throws IOException {
    this.acknowledged = acknowledged;
    this.directory = directory;
    Files.writeString(
        directory.resolve("mapping.json"),
        """
        {"tables": [{"file": "coils*.csv", "prefix": "88.118.8", "suffix": "COIL-{no}",
                     "values": [{"index": 1, "column": "name", "type": "产品名称"}]}]}
        """);
  }

  /** How many rows there were, answered or not. */
  int operations() {
    return rows;
  }

  @Override
  public boolean run(ManagedChannel channel, String address, int more) throws IOException {
    if (inDoubt && !runImport(address)) {
      return false;
    }
    for (int end = rows + more; rows < end; ) {
      writeFile();
      if (!runImport(address)) {
        return false;
      }
    }
    return true;
  }

  private void writeFile() throws IOException {
    List<String> lines = IntStream.range(rows, rows + ROWS).mapToObj(ImportLoad::row).toList();
    rows += ROWS;
    Files.writeString(file(++files), "no,name\n" + String.join("\n", lines) + "\n");
  }

  private static String row(int number) {
    return number + ",热轧卷 " + number;
  }

  private Path file(int number) {
    return directory.resolve("coils" + number + ".csv");
  }

  private boolean runImport(String address) throws IOException {
    PipedInputStream lines = new PipedInputStream(1 << 16);
    PrintStream out = new PrintStream(new PipedOutputStream(lines), false, StandardCharsets.UTF_8);
    CompletableFuture<Void> read =
        CompletableFuture.runAsync(() -> take(lines), task -> new Thread(task).start());
    int status = Main.commandLine().run(command(address), terminal(out));
    out.close();
    read.join();
    inDoubt = status != ExitCode.OK;
    return !inDoubt;
  }

  private List<String> command(String address) {
    return List.of(
        "import",
        file(files).toString(),
        "--mapping",
        directory.resolve("mapping.json").toString(),
        "--node",
        address,
        "--in-flight",
        "64",
        "--json");
  }

  private static Terminal terminal(PrintStream out) {
    PrintStream errors = new PrintStream(OutputStream.nullOutputStream(), true);
    return new Terminal(System.in, out, errors, Map.of(), false, Optional.empty());
  }

  private void take(PipedInputStream lines) {
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode receipt = JSON.readTree(line);
        acknowledged.take(
            receipt.get("operation").asText(),
            Receipt.newBuilder()
                .setIdentifier(receipt.get("identifier").asText())
                .setVersion(receipt.get("version").asLong())
                .setOperationId(receipt.get("operation").asText())
                .setReplayed(receipt.get("replayed").asBoolean())
                .setPosition(receipt.get("position").asLong())
                .setBatch(receipt.get("batch").asLong())
                .setTimeMillis(Instant.parse(receipt.get("time").asText()).toEpochMilli())
                .build());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
