package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.assign.Allotment;
import dev.nameplate.assign.Assignment;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.PrefixSuspendedException;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.upstream.EndpointPolicy;
import dev.nameplate.upstream.UpstreamConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that asks the nodes to which it delegated, and keeps what they say. */
class AskingOnesOwnChildTest {
  private static final Prefix STEEL = Prefix.parse("88.118.8");
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-2026-000451");

  @TempDir Path directory;

  @Test
  void what_is_kept_of_a_prefix_is_told_no_more_once_it_is_suspended_and_again_when_it_is_not() {
    try (NodeServer mill =
            NodeServer.start(
                ServerConfig.onPort(0),
                NodeConfig.in(directory.resolve("mill")).authorityFor(STEEL.toString()));
        Node county =
            Node.open(
                NodeConfig.in(directory.resolve("county"))
                    .authorityFor("88.118")
                    .withUpstream(
                        UpstreamConfig.trusting(mill.node().anchors())
                            .withEndpointPolicy(EndpointPolicy.PUBLIC.allowingLoopback())))) {
      county
          .allotments()
          .allot(
              Allotment.delegated(
                  STEEL,
                  "Steel",
                  List.of(mill.node().anchor().authority()),
                  List.of(new Endpoint(mill.host(), mill.port()))));
      mill.node().registrar().assign(Assignment.of(COIL).value(1, "NO", "1"));
      assertThat(county.resolver().resolve(COIL)).isInstanceOf(Resolution.Found.class);
      assertThat(county.resolver().atOnce(Question.about(COIL))).isPresent();

      county.allotments().suspend(STEEL, 0, OperationId.NONE);
      assertThat(county.resolver().atOnce(Question.about(COIL))).isEmpty();
      assertThatThrownBy(() -> county.resolver().resolve(COIL))
          .isInstanceOf(PrefixSuspendedException.class);

      county.allotments().resume(STEEL, 0, OperationId.NONE);
      assertThat(county.resolver().resolve(COIL)).isInstanceOf(Resolution.Found.class);
    }
  }
}
