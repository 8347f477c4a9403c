package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nameplate.server.Main;
import dev.nameplate.server.cli.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What one run of the whole command line, in this process, returned and wrote. */
public record Run(int exitCode, String out, String err) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Runs a command without environment and without a person. */
  public static Run of(Object... arguments) {
    return of(Map.of(), Optional.empty(), arguments);
  }

  /** Runs a command with environment variables. */
  public static Run with(Map<String, String> environment, Object... arguments) {
    return of(environment, Optional.empty(), arguments);
  }

  /** Runs a command in front of a person who types these passphrases. */
  public static Run typing(List<String> typed, Object... arguments) {
    ArrayDeque<String> left = new ArrayDeque<>(typed);
    return of(
        Map.of(),
        Optional.of(question -> left.isEmpty() ? new char[0] : left.remove().toCharArray()),
        arguments);
  }

  /** Runs a command in front of a person who answers its questions. */
  public static Run answering(String typed, Object... arguments) {
    byte[] input = typed.getBytes(StandardCharsets.UTF_8);
    return of(Map.of(), Optional.empty(), input, true, arguments);
  }

  /** Runs a command with something on standard input. */
  public static Run reading(byte[] input, Object... arguments) {
    return of(Map.of(), Optional.empty(), input, false, arguments);
  }

  private static Run of(
      Map<String, String> environment,
      Optional<Terminal.SecretPrompt> secrets,
      Object... arguments) {
    return of(environment, secrets, new byte[0], false, arguments);
  }

  private static Run of(
      Map<String, String> environment,
      Optional<Terminal.SecretPrompt> secrets,
      byte[] input,
      boolean interactive,
      Object... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(input),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            interactive,
            secrets);
    int exitCode =
        Main.commandLine().run(Stream.of(arguments).map(Object::toString).toList(), terminal);
    return new Run(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** This run, if it went well. */
  public Run ok() {
    assertThat(exitCode).describedAs("exit code; standard error: %s", err).isZero();
    return this;
  }

  /**
   * This run, if it failed with one line on standard error that has these parts, and wrote no
   * result.
   */
  public Run failed(int expectedCode, String... parts) {
    assertThat(err.lines().toList()).describedAs("standard error").hasSize(1);
    for (String part : parts) {
      assertThat(err).contains(part);
    }
    assertThat(exitCode).describedAs(err).isEqualTo(expectedCode);
    assertThat(out).isEmpty();
    return this;
  }

  /** This run, if it asked a person and then failed, with these parts on standard error. */
  public Run failedAfterQuestion(int expectedCode, String... parts) {
    assertThat(err).contains(parts);
    assertThat(exitCode).describedAs(err).isEqualTo(expectedCode);
    return this;
  }

  /** This run, if it said no and why, on standard output. */
  public Run failedWithOutput(int expectedCode, String part) {
    assertThat(exitCode).describedAs("%s%s", out, err).isEqualTo(expectedCode);
    assertThat(out).contains(part);
    return this;
  }

  /** The one JSON object on standard output. */
  public JsonNode json() {
    assertThat(out.lines().toList())
        .describedAs("standard output; standard error: %s", err)
        .hasSize(1);
    return parsed(out);
  }

  /** The JSON objects on standard output. */
  public List<JsonNode> jsonLines() {
    return out.lines().map(Run::parsed).toList();
  }

  /** The reason on standard error of a run with {@code --json}. */
  public String reason() {
    JsonNode error = parsed(err);
    assertThat(error.path("message").asText()).isNotBlank();
    return error.path("reason").asText();
  }

  private static JsonNode parsed(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(line, e);
    }
  }
}
