package dev.nameplate.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mirror is made and asked on the command line. */
final class LogFollowCommandTest {
  @TempDir private Path directory;
  private Path mill;
  private Path mirror;
  private Path anchor;

  @BeforeEach
  void make_a_node_and_its_mirror() {
    mill = directory.resolve("mill");
    mirror = directory.resolve("mirror");
    anchor = mill.resolve("anchor.txt");
    Run.of("init", "--data", mill, "--prefix", "88.118.8", "--prefix", "10.7", "--no-passphrase")
        .ok();
    for (int i = 0; i < 3; i++) {
      Run.of(
              "assign",
              "88.118.8/COIL-" + i,
              "--value",
              "1:n=" + i,
              "--value",
              "2:cost=9",
              "--restricted",
              "2",
              "--data",
              mill)
          .ok();
    }
    follow().ok();
  }

  private Run follow() {
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(mill))) {
      String address = server.host() + ":" + server.port();
      return Run.of(
          "log", "follow", "--node", address, "--data", mirror, "--anchor", anchor, "--once");
    }
  }

  @Test
  void a_mirror_answers_with_data_and_audits_well() {
    assertThat(Run.of("resolve", "88.118.8/COIL-1", "--data", mirror, "--json").ok().out())
        .contains("\"outcome\":\"found\"", "\"verified\":true", "\"withheld\":[2]");
    assertThat(Run.of("list", "88.118.8", "--data", mirror).ok().out()).contains("COIL-2");
    Run.of("history", "88.118.8/COIL-1", "--data", mirror).ok();
    Run.of("log", "prove", "88.118.8/COIL-1", "--data", mirror).ok();
    Run.of("log", "audit", "--data", mirror).ok();
    assertThat(checkpointOf(mirror)).isEqualTo(checkpointOf(mill));
  }

  /** Without its signatures, which in SM2 are other ones each time. */
  private static String checkpointOf(Path data) {
    String note = Run.of("log", "checkpoint", "--data", data).ok().out();
    return note.substring(0, note.indexOf("\n\n"));
  }

  @Test
  void a_mirror_exports_what_a_stranger_gets_from_its_origin() throws IOException {
    Path ours = directory.resolve("ours.jsonl");
    Path theirs = directory.resolve("theirs.jsonl");
    Run.of("export", "88.118.8", "--data", mirror, "--out", ours).ok();
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), NodeConfig.in(mill))) {
      String address = server.host() + ":" + server.port();
      Run.of("export", "88.118.8", "--node", address, "--out", theirs).ok();
    }
    assertThat(Files.readString(ours)).isEqualTo(Files.readString(theirs)).contains("COIL-2");
  }

  @Test
  void a_mirror_refuses_writes_and_says_why() {
    Run.of("assign", "88.118.8/NEW", "--data", mirror)
        .failed(1, "is a mirror", "the node whose log");
    Run.of("retire", "88.118.8/COIL-1", "--expect", "1", "--data", mirror).failed(1, "is a mirror");
    Run.of("prefix", "allot", "10.7.1", "--holder", "Shop", "--hosted", "--data", mirror)
        .failed(1, "is a mirror");
    Run.of("serve", "--data", mirror, "--grpc-port", "0").failed(1, "is a mirror");
    Run.of("log", "follow", "--data", mill, "--anchor", anchor, "--once")
        .failed(1, "neither empty nor a mirror");
  }

  @Test
  void what_a_mirror_does_not_have_is_absent_and_not_proven() {
    Run absent = Run.of("resolve", "88.118.8/NONE", "--data", mirror);

    assertThat(absent.exitCode()).isEqualTo(1);
    assertThat(absent.err() + absent.out()).contains("mirror");
  }

  @Test
  void a_mirror_goes_on_when_it_is_run_again() {
    Run.of("assign", "88.118.8/LATER", "--value", "1:n=1", "--data", mill).ok();
    follow().ok();
    Run.of("resolve", "88.118.8/LATER", "--data", mirror).ok();
  }
}
