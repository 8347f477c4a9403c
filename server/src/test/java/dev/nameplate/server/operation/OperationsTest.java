package dev.nameplate.server.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.options.NodeConnection;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.upstream.GrpcLogSource;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No operation is done for a caller who may not have it done. */
class OperationsTest {
  @TempDir Path directory;
  private Node node;
  private Operations operations;

  @BeforeEach
  void open() {
    node =
        Node.open(
            NodeConfig.in(directory)
                .authorityFor("88.118.8")
                .withSuite(SignatureSuite.ED25519_SHA256));
    operations = Operations.of(node);
  }

  @AfterEach
  void close() {
    node.close();
  }

  @Test
  void nothing_is_done_for_a_caller_to_whom_nothing_is_granted() throws Exception {
    Call call = Call.of(Caller.STRANGER.granted());
    Map<String, Object> done = new TreeMap<>();
    int tried = 0;
    for (Object part : parts()) {
      for (Method method : part.getClass().getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers()) && takesCall(method)) {
          tried++;
          Throwable thrown = catchThrowable(() -> invoke(part, method, call));
          if (!(thrown instanceof NotOfferedException)) {
            done.put(part.getClass().getSimpleName() + "." + method.getName(), "" + thrown);
          }
        }
      }
    }

    assertThat(done).isEmpty();
    assertThat(tried).isGreaterThanOrEqualTo(Operation.values().length);
  }

  @Test
  void who_may_only_read_reads_and_changes_nothing() {
    Call call = Call.of(Caller.STRANGER.granted(Permission.READ));

    assertThat(operations.log().checkpoint(call).text()).isNotEmpty();
    assertThatThrownBy(
            () -> operations.writes().assign(call, Assignment.of("88.118.8/A").value(1, "N", "1")))
        .isInstanceOf(NotOfferedException.class);
    assertThat(node.head().statements()).isZero();
  }

  @Test
  void a_stream_of_assignments_to_a_mirror_is_refused_before_its_first() {
    NodeConfig copy = NodeConfig.in(directory.resolve("copy"));
    try (NodeServer server = NodeServer.start(ServerConfig.onPort(0), node);
        NodeConnection way =
            NodeConnection.to(new Endpoint(server.host(), server.port()), Duration.ofSeconds(30))) {
      Mirror.follow(
          copy,
          Optional.of(node.anchors()),
          new GrpcLogSource(way.channel()),
          false,
          statements -> {});
    }
    try (Mirror mirror = Mirror.open(copy)) {
      assertThatThrownBy(
              () -> Operations.of(mirror).writes().requireAssign(Call.of(Caller.STRANGER)))
          .isInstanceOfSatisfying(
              PreconditionException.class,
              e -> assertThat(e.reason()).isEqualTo(ErrorReason.READ_ONLY));
    }
  }

  private List<Object> parts() {
    return List.of(
        operations.records(),
        operations.writes(),
        operations.prefixes(),
        operations.lineage(),
        operations.log());
  }

  private static boolean takesCall(Method method) {
    return Stream.of(method.getParameterTypes()).anyMatch(Call.class::equals);
  }

  /** Invokes with nothing but the call: what is refused looks at nothing else. */
  private static void invoke(Object part, Method method, Call call) throws Throwable {
    Object[] arguments =
        Stream.of(method.getParameterTypes())
            .map(
                type ->
                    type == Call.class
                        ? call
                        : type == long.class ? 0L : type == boolean.class ? false : null)
            .toArray();
    try {
      method.invoke(part, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
