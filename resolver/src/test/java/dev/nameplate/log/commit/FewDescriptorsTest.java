package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process around a node uses up its file descriptors, and gives them back. */
@Tag("crash")
@Timeout(
    value = 120,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a reader of a pipe cannot be interrupted
class FewDescriptorsTest {
  private static final int DESCRIPTORS = 200;

  /** More bytes than the engine keeps in memory before it needs another file. */
  private static final int LARGE_WRITES = 2_000;

  @TempDir Path directory;

  @Test
  void writes_go_on_by_themselves_once_descriptors_are_free_again() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "needs a shell that limits open files");
    List<String> receipts = new ArrayList<>();
    Process process = start();
    try (BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
        Writer commands = process.outputWriter(StandardCharsets.UTF_8)) {
      assertThat(answer(answers)).isEmpty();
      ask(commands, answers, "keep");
      assertThat(ask(commands, answers, "open")).containsExactly("opened 1");
      for (int round = 0; round < 2; round++) {
        receipts.addAll(ask(commands, answers, "assign 5"));
        assertThat(ask(commands, answers, "hog").get(0)).startsWith("hogged");
        List<String> filled = ask(commands, answers, "fill " + LARGE_WRITES);
        String refusal = filled.remove(filled.size() - 1);
        assertThat(refusal)
            .startsWith("failed STORE_FULL store: no file descriptor is free;")
            .contains("ulimit -n");
        receipts.addAll(filled);
        assertThat(ask(commands, answers, "release")).isEmpty();
        receipts.addAll(ask(commands, answers, "assign 5"));
      }
      assertThat(receipts).allSatisfy(line -> assertThat(line).startsWith("receipt "));
      assertThat(ask(commands, answers, "close")).isEmpty();
    } finally {
      process.destroyForcibly().onExit().join();
    }
    assertThat(
            NodeAudit.compare(
                NodeConfig.in(directory.resolve("node")), Optional.empty(), done -> {}))
        .satisfies(report -> assertThat(report.findings()).isEmpty())
        .satisfies(
            report -> assertThat(report.statements()).isGreaterThanOrEqualTo(receipts.size()));
  }

  private Process start() throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("/bin/sh", "-c", "ulimit -n " + DESCRIPTORS + "; exec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-cp", jars()));
    command.addAll(List.of(ObedientWriter.class.getName(), directory.resolve("node").toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** The class path with jars in the place of folders: of these each class takes a descriptor. */
  private String jars() throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        jars.add(jar(path, directory.resolve(jars.size() + ".jar")).toString());
      } else if (Files.exists(path)) {
        jars.add(entry);
      }
    }
    return String.join(File.pathSeparator, jars);
  }

  private static Path jar(Path folder, Path jar) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(bytes);
        Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    }
    return jar;
  }

  private static List<String> ask(Writer commands, BufferedReader answers, String command)
      throws IOException {
    commands.write(command + "\n");
    commands.flush();
    return answer(answers);
  }

  private static List<String> answer(BufferedReader answers) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.equals(ObedientWriter.DONE)) {
        return lines;
      }
      lines.add(line);
    }
    throw new IOException("the process ended after " + lines);
  }
}
