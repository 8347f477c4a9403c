package dev.nameplate.server.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.JsonBounds;
import dev.nameplate.server.cli.Cli;
import dev.nameplate.server.cli.bulk.ImportCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.server.cli.trace.CaptureCommand;
import dev.nameplate.server.cli.trace.RecallCommand;
import dev.nameplate.server.cli.trace.TraceCommand;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a command line that was run in this process.
 *
 * @param exitCode its exit code
 * @param out its standard output
 * @param err its standard error
 */
record Typed(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());

  static Typed run(List<String> arguments) {
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
    Cli cli =
        new Cli(ImportCommand.class, CaptureCommand.class, TraceCommand.class, RecallCommand.class);
    int exitCode = cli.run(arguments, unseen);
    return new Typed(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Runs a command that must succeed. */
  static Typed well(List<String> arguments) {
    Typed typed = run(arguments);
    if (typed.exitCode != ExitCode.OK) {
      throw new NodeException(
          ErrorReason.DATA_CORRUPT, arguments.get(0) + ": " + typed.err.strip());
    }
    return typed;
  }

  /** Its output, line by line. */
  List<String> lines() {
    return out.lines().toList();
  }

  /** Its output with {@code --json}. */
  List<JsonNode> results() {
    return out.lines().map(Typed::parsed).toList();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PrintStream utf8(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }
}
