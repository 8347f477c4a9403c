package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.Main;
import dev.nameplate.store.Head;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kills real followers and the node that they follow, again and again. */
@Tag("crash")
class KilledFollowerTest {
  private static final int KILLS = 12;
  private static final int STATEMENTS = 60_000;

  @TempDir Path directory;

  @Test
  void a_follower_and_its_node_that_are_killed_lose_and_double_nothing() throws Exception {
    long seed = Long.getLong("nameplate.seed", new Random().nextLong());
    System.out.println("seed " + seed + " (-Dnameplate.seed=… repeats the kills)");
    Random random = new Random(seed);
    NodeConfig origin = NodeConfig.in(directory.resolve("node"));
    NodeConfig mirror = NodeConfig.in(directory.resolve("mirror"));
    fill(origin);

    ServerProcess server = ServerProcess.start(origin.directory());
    long before = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process follower = follower(server, mirror.directory(), origin.directory(), false);
      long seen = readCommits(follower, 1 + random.nextInt(4));
      if (kill % 3 == 2) {
        server.kill(); // the follower waits for it, and is killed while it waits
      }
      follower.destroyForcibly().onExit().join();
      try (Mirror killed = Mirror.open(mirror)) {
        assertThat(killed.head().statements()).isGreaterThanOrEqualTo(seen);
        assertThat(killed.head().statements()).isGreaterThanOrEqualTo(before);
        before = killed.head().statements();
      }
      if (kill % 3 == 2) {
        server = ServerProcess.start(origin.directory());
      }
    }
    assertThat(follower(server, mirror.directory(), origin.directory(), true).onExit().join())
        .satisfies(last -> assertThat(last.exitValue()).isZero());
    server.stop();

    Head head;
    try (Node node = Node.open(origin)) {
      head = node.head();
    }
    try (Mirror whole = Mirror.open(mirror)) {
      assertThat(whole.head().root()).isEqualTo(head.root());
      assertThat(whole.head().statements()).isEqualTo(head.statements());
    }
    assertThat(NodeAudit.compare(mirror, Optional.empty(), done -> {}).findings()).isEmpty();
  }

  private static void fill(NodeConfig config) {
    try (Node node = Node.open(config.authorityFor("88.118.8"))) {
      CompletableFuture.allOf(
              IntStream.range(0, STATEMENTS)
                  .mapToObj(
                      i ->
                          node.registrar()
                              .assignAsync(
                                  Assignment.of("88.118.8/COIL-" + i).value(1, "n", "" + i)))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    }
  }

  private static Process follower(ServerProcess server, Path mirror, Path node, boolean once)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("log", "follow", "--node", server.address()));
    command.addAll(List.of("--data", mirror.toString(), "--json"));
    command.addAll(List.of("--anchor", node.resolve("anchor.txt").toString()));
    if (once) {
      command.add("--once");
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
    return (once ? builder.redirectOutput(Redirect.DISCARD) : builder).start();
  }

  /** Reads what the follower says that it has committed, a few times; the last number. */
  private static long readCommits(Process follower, int times) throws IOException {
    BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(follower.getInputStream(), StandardCharsets.UTF_8));
    long seen = 0;
    for (int i = 0; i < times; i++) {
      String line = lines.readLine();
      if (line == null || line.contains("root")) {
        return seen;
      }
      String digits = line.replaceAll("[^0-9]", "");
      seen = digits.isEmpty() ? seen : Long.parseLong(digits);
      if (seen >= STATEMENTS) {
        return seen; // there is no more to wait for
      }
    }
    return seen;
  }
}
