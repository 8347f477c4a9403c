package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Has a program in another language call a node and check its answers. It needs Node.js and what
 * {@code npm ci} installs in {@code src/test/js}, so it runs in the profile {@code clients} only.
 */
@Tag("client")
class JavaScriptClientTest {
  private static final Path SCRIPTS = Path.of("src/test/js").toAbsolutePath();
  private static final Path PROTOS = Path.of("../api/src/main/proto").toAbsolutePath().normalize();

  @TempDir Path directory;

  @Test
  void a_javascript_client_assigns_resolves_and_verifies_offline() throws Exception {
    NodeConfig config =
        NodeConfig.in(directory).authorityFor("88.118.8").withSuite(SignatureSuite.ED25519_SHA256);
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), config)) {
      JsonNode results = run("127.0.0.1:" + server.port(), NodeDirectory.anchorFile(directory));
      assertThat(results.toString())
          .isEqualTo(
              "{\"receipts\":[false,true],\"outcome\":\"OUTCOME_FOUND\",\"value\":\"冷轧镀锌卷\","
                  + "\"forgery\":\"not in the batch\",\"streamed\":499,\"refused\":[\"MALFORMED_IDENTIFIER\"],"
                  + "\"missing\":\"OUTCOME_ABSENT\",\"foreign\":\"FAILED_PRECONDITION\","
                  + "\"prefixes\":[\"88.118.8\"],\"origin\":\""
                  + server.node().anchor().log()
                  + "\"}");
    }
  }

  private JsonNode run(String address, Path anchor) throws IOException, InterruptedException {
    Process client =
        new ProcessBuilder("node", "client.js", address, PROTOS.toString(), anchor.toString())
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(client.waitFor())
        .as("exit status of the client, which printed: %s", output)
        .isZero();
    return new ObjectMapper().readTree(output);
  }
}
