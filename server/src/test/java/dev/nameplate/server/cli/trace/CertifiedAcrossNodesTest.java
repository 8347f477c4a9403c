package dev.nameplate.server.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.NodeServer;
import dev.nameplate.server.cli.Run;
import dev.nameplate.server.cli.output.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Answers across nodes are certified by the node that was asked. */
final class CertifiedAcrossNodesTest extends CompaniesTest {
  private static String target(NodeServer node) {
    return "127.0.0.1:" + node.port();
  }

  @Test
  void a_path_names_whose_withdrawals_another_node_speaks_for() throws Exception {
    Path saved = directory.resolve("panel.trace");
    Run.of(
            "trace",
            "up",
            "88.118.9/PANEL-1",
            "--recursive",
            "--save",
            saved,
            "--node",
            target(maker),
            "--anchor",
            root)
        .ok();

    Run run =
        Run.of("verify", saved, "--anchor", root, "--path", "88.118.8/HEAT-1", "88.118.9/PANEL-1")
            .ok();

    assertThat(run.out())
        .contains("Certified by 88.118.9", "across nodes", "Path: 2 processes")
        .contains("not certified by the nodes of 88.118.8 themselves");
    Path own = directory.resolve("coil.trace");
    Run.of("trace", "down", "88.118.8/HEAT-1", "--save", own, "--node", target(mill)).ok();
    Files.writeString(saved, Files.readString(saved) + Files.readString(own));
    assertThat(
            Run.of(
                    "verify",
                    saved,
                    "--anchor",
                    root,
                    "--path",
                    "88.118.8/HEAT-1",
                    "88.118.9/PANEL-1")
                .ok()
                .out())
        .contains("Path: 2 processes")
        .doesNotContain("not certified by");
  }

  @Test
  void a_recall_across_nodes_is_certified_and_no_mirror_confirms_it() {
    Path saved = directory.resolve("heat.recall");
    Path mirror = directory.resolve("mirror");
    Path anchor = directory.resolve("88.118.8").resolve("anchor.txt");
    Run.of("recall", "88.118.8/HEAT-1", "--recursive", "--save", saved, "--node", target(mill))
        .ok();
    Run.of("log", "follow", "--once", "--node", target(mill), "--data", mirror, "--anchor", anchor)
        .ok();

    assertThat(Run.of("verify", saved, "--anchor", root).ok().out())
        .contains("Certified by 88.118.8", "across nodes", "PANEL-2");
    Run against = Run.of("verify", saved, "--anchor", root, "--against", mirror);
    assertThat(against.exitCode()).isEqualTo(ExitCode.NO);
    assertThat(against.err()).contains("not confirmed", "across nodes");
  }
}
