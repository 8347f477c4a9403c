package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Minting;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.server.Main;
import dev.nameplate.server.cli.CopiedDirectory;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trust.note.LogName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills {@code restore --as-new-log} at each step that changes a file: before every call of the
 * operating system that makes a directory, names, deletes or syncs a file.
 */
@Tag("crash")
class KilledNewLogTest {
  private static final String PREFIX = "88.118.8";
  private static final String PATTERN = PREFIX + "/COIL-{seq:8}";
  private static final int KEPT = 5;
  private static final int SKIPPED = 1000;

  /** At so many of the steps, evenly. */
  private static final int MOST_STEPS = Integer.getInteger("nameplate.steps", 3);

  private static final int KILLED = 137;

  /** What a node is in after a kill. */
  private enum Found {
    /** Nothing was begun. */
    UNTOUCHED,
    /** The node that only reads, as before. */
    OLD,
    /** Neither opens: the command has to run again. */
    BETWEEN,
    /** The node with its new log. */
    NEW
  }

  @TempDir Path directory;

  private LogName old = new LogName("none");

  private Path older() {
    return directory.resolve("older");
  }

  private static NodeConfig config(Path data) {
    return NodeConfig.in(data).authorityFor(PREFIX);
  }

  /** A node that lost the end of its log, and remembers that. */
  @BeforeEach
  void lose() throws IOException {
    Path data = directory.resolve("lost");
    try (Node node = Node.open(config(data))) {
      for (int i = 0; i < KEPT; i++) {
        mint(node);
      }
      old = node.anchor().log();
    }
    CopiedDirectory.copy(data, older());
    try (Node node = Node.open(config(data))) {
      mint(node);
    }
  }

  private static Identifier mint(Node node) {
    return node.registrar().mint(Minting.of(PATTERN)).identifier();
  }

  private static Identifier coil(long number) {
    return Identifier.parse(PREFIX + "/COIL-%08d".formatted(number));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rename,renameat,renameat2",
        "mkdir,mkdirat",
        "unlink,unlinkat",
        "fsync,fdatasync,sync_file_range"
      })
  void a_kill_at_any_step_leaves_the_old_node_or_the_new_one_or_the_command_finishes(String calls)
      throws Exception {
    assumeThat(traces()).as("strace is there and may trace").isTrue();
    List<String> made = made(calls);
    int first = 0;
    while (!made.get(first).contains("/former")) {
      first++;
    }
    int every = Math.max(1, (made.size() - first) / MOST_STEPS);
    Map<Found, Integer> found = new EnumMap<>(Found.class);
    for (int step = made.size(); step > first; step -= every) {
      Path data = directory.resolve("step-" + step);
      CopiedDirectory.copy(older(), data);
      run(data, "inject=" + calls + ":signal=SIGKILL:when=" + step);
      found.merge(check(data), 1, Integer::sum);
      remove(data);
    }
    System.out.printf(
        "%s: killed at each %dth step from %d to %d, found %s%n",
        calls, every, first + 1, made.size(), found);
    assertThat(found).containsKey(Found.NEW);
  }

  /** The calls of the thread that does the work, in a run that nobody kills. */
  private List<String> made(String calls) throws Exception {
    Path data = directory.resolve("whole");
    CopiedDirectory.copy(older(), data);
    List<String> lines = run(data, "trace=" + calls);
    String thread =
        lines.stream()
            .filter(line -> line.contains(data.resolve("former").toString()))
            .map(line -> line.substring(0, line.indexOf(' ')))
            .findFirst()
            .orElseThrow();
    remove(data);
    return lines.stream().filter(line -> line.matches(thread + " +[a-z_0-9]+[(].*")).toList();
  }

  private static boolean traces() throws Exception {
    try {
      return new ProcessBuilder("strace", "-f", "-e", "trace=mkdir", "-o", "/dev/null", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Runs the command, and returns the calls that strace saw. */
  private List<String> run(Path data, String traced) throws Exception {
    Path seen = directory.resolve("seen.txt");
    Path said = directory.resolve("said.txt");
    String calls = traced.substring(traced.indexOf('=') + 1).replaceFirst(":.*", "");
    int status =
        new ProcessBuilder(
                "strace",
                "-f",
                "-y",
                "-o",
                seen.toString(),
                "-e",
                "trace=" + calls,
                "-e",
                traced,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "restore",
                "--as-new-log",
                "--data",
                data.toString(),
                "--skip",
                Integer.toString(SKIPPED))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start()
            .waitFor();
    assertThat(status).as(() -> traced + ": " + text(said)).isIn(ExitCode.OK, KILLED);
    return Files.readAllLines(seen, StandardCharsets.ISO_8859_1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** Opens what a kill left, as an operator may, lets the command finish, and opens that. */
  private Found check(Path data) {
    if (!Files.exists(data.resolve("former"))) {
      assertThat(data.resolve("former.txt")).doesNotExist();
      return Found.UNTOUCHED;
    }
    Found found = opened(data);
    Run again = Run.of("restore", "--as-new-log", "--data", data, "--skip", SKIPPED);
    assertThat(again.ok().out()).contains("prefix transfer " + PREFIX, old.text());
    assertThat(opened(data)).isEqualTo(Found.NEW);
    try (Node node = Node.open(config(data))) {
      assertThat(mint(node)).isEqualTo(coil(KEPT + SKIPPED + 1));
      node.registrar().assign(Assignment.of(PREFIX + "/LATER"));
    }
    for (Path audited : List.of(data, data.resolve("former"))) {
      assertThat(NodeAudit.compare(NodeConfig.in(audited), Optional.empty(), done -> {}).findings())
          .isEmpty();
    }
    return found;
  }

  private Found opened(Path data) {
    try (Node node = Node.open(config(data))) {
      for (int i = 1; i <= KEPT; i++) {
        assertThat(node.resolver().resolve(coil(i))).isInstanceOf(Resolution.Found.class);
      }
      if (node.readOnly().isPresent()) {
        assertThat(node.anchor().log()).isEqualTo(old);
        return Found.OLD;
      }
      assertThat(node.anchor().log()).isNotEqualTo(old);
      assertThat(node.formerLog()).contains(old);
      assertThat(node.head().statements()).as("the former log is named, once").isEqualTo(1);
      return Found.NEW;
    } catch (NameplateException e) {
      assertThat(e).hasMessageContaining("restore --as-new-log");
      assertThat(NodeDirectory.anchorIn(data).log()).isEqualTo(old);
      return Found.BETWEEN;
    }
  }

  private static void remove(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
