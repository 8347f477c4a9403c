package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A node in a process of its own, under which libfiu makes system calls fail. Tests that need one
 * are skipped without {@code fiu-run}.
 */
final class FaultyDisk implements AutoCloseable {
  private static final Path FIU_RUN = Path.of("/usr/bin/fiu-run");
  private static final int STARTS = 5;
  private static final long ANSWER_SECONDS = 30;

  private final Process process;
  private final BufferedReader answers;
  private final Writer commands;
  private final Path control;

  private FaultyDisk(Process process, Path control) {
    this.process = process;
    this.control = control;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.commands = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Starts the process; its node is not open yet, and nothing fails yet. Threads of a starting
   * virtual machine can wait for each other inside libfiu for ever; then the process is started
   * again.
   */
  static FaultyDisk under(Path directory) throws IOException {
    assumeTrue(
        Files.isExecutable(FIU_RUN),
        "system calls cannot be made to fail: needs fiu-run, of the Debian package fiu-utils");
    for (int start = 1; ; start++) {
      FaultyDisk disk = start(directory);
      try {
        assertThat(disk.answer()).isEmpty();
        return disk;
      } catch (IOException e) {
        if (start == STARTS) {
          throw e;
        }
      }
    }
  }

  private static FaultyDisk start(Path directory) throws IOException {
    Path control = directory.resolve("fiu");
    List<String> command = new ArrayList<>();
    command.addAll(List.of(FIU_RUN.toString(), "-x", "-f", control.toString()));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path"), ObedientWriter.class.getName()));
    command.add(directory.resolve("node").toString());
    ProcessBuilder builder = new ProcessBuilder(command);
    return new FaultyDisk(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start(), control);
  }

  /**
   * Makes a system call fail from now on.
   *
   * @param call libfiu's name of it
   * @param how further parameters, as {@code fiu-ctrl} wants them
   */
  void fail(String call, String how) throws IOException, InterruptedException {
    control("enable name=" + call + how);
  }

  /** Makes a system call fail from now on, at random. */
  void failNowAndThen(String call, String how) throws IOException, InterruptedException {
    control("enable_random name=" + call + how);
  }

  /** Lets a system call work again. */
  void heal(String call) throws IOException, InterruptedException {
    control("disable name=" + call);
  }

  private void control(String command) throws IOException, InterruptedException {
    Process fiu =
        new ProcessBuilder(
                "fiu-ctrl", "-f", control.toString(), "-c", command, Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    String said = new String(fiu.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(fiu.waitFor()).as(command + ": " + said).isZero();
  }

  /** Has the process do something, and returns what became of it, a line each. */
  List<String> ask(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return answer();
  }

  /** A process that does not answer is ended: a reader of a pipe cannot be interrupted. */
  private List<String> answer() throws IOException {
    List<String> lines = new ArrayList<>();
    CompletableFuture<Void> late =
        CompletableFuture.runAsync(
            process::destroyForcibly,
            CompletableFuture.delayedExecutor(ANSWER_SECONDS, TimeUnit.SECONDS));
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.equals(ObedientWriter.DONE)) {
          return lines;
        }
        lines.add(line);
      }
    } finally {
      late.cancel(false);
    }
    throw new IOException("the process ended, or said nothing more, after " + lines);
  }

  /** How many times the process has called to write or to read so far. */
  long calls(String counter) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/io")).stream()
        .filter(line -> line.startsWith(counter))
        .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
        .sum();
  }

  /** Ends the process as {@code kill -9} does. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
