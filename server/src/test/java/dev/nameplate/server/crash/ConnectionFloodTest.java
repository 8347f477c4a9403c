package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.node.NodeAudit;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.cli.Run;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc.RegistrationServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More connections that say nothing than the server may have open files. */
@Tag("crash")
@Timeout(300)
class ConnectionFloodTest {
  private static final int DESCRIPTORS = 600;
  private static final int CONNECTIONS = 800;
  private static final int WRITES = 800;

  /** So large that the store needs new files while the connections are open. */
  private static final String TEXT = "x".repeat(200_000);

  @TempDir Path directory;

  @Test
  void silent_connections_take_no_descriptor_from_the_store() throws Exception {
    assumeTrue(new File("/bin/sh").canExecute(), "needs a shell that limits open files");
    Path data = directory.resolve("node");
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    ServerProcess server = ServerProcess.startWithFiles(data, DESCRIPTORS, List.of());
    List<Socket> silent = new ArrayList<>();
    ManagedChannel channel = NettyChannelBuilder.forTarget(server.address()).usePlaintext().build();
    try {
      RegistrationServiceBlockingStub registration =
          RegistrationServiceGrpc.newBlockingStub(channel);
      for (int i = 0; i < WRITES; i++) {
        if (silent.size() < CONNECTIONS) {
          silent.add(connect(server.address()));
        }
        var unused =
            registration
                .withDeadlineAfter(60, TimeUnit.SECONDS)
                .assign(
                    AssignRequest.newBuilder()
                        .setIdentifier("88.118.8/C-" + i)
                        .addValues(
                            RecordValue.newBuilder().setIndex(1).setType("TEXT").setText(TEXT))
                        .build());
      }
      assertThat(
              HealthGrpc.newBlockingStub(channel)
                  .check(HealthCheckRequest.getDefaultInstance())
                  .getStatus())
          .isEqualTo(ServingStatus.SERVING);
    } finally {
      for (Socket each : silent) {
        each.close();
      }
      channel.shutdownNow();
      server.stop();
    }
    assertThat(NodeAudit.compare(NodeConfig.in(data), Optional.empty(), done -> {}))
        .satisfies(report -> assertThat(report.statements()).isEqualTo(WRITES))
        .satisfies(report -> assertThat(report.findings()).isEmpty());
  }

  private static Socket connect(String address) throws IOException {
    int colon = address.lastIndexOf(':');
    return new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
  }
}
