package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.server.operation.CallLimits;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.server.operation.Recursion;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * A new node, served to this process alone, with a channel to it. Calls run on the caller's thread.
 */
final class ServedNode implements AutoCloseable {
  final Node node;
  private final Server server;
  private final ManagedChannel channel;

  private ServedNode(Node node, Server server, ManagedChannel channel) {
    this.node = node;
    this.server = server;
    this.channel = channel;
  }

  static ServedNode in(Path directory) {
    return open(config(directory), Caller.STRANGER, Runnable::run);
  }

  static ServedNode in(Path directory, Caller audience) {
    return open(config(directory), audience, Runnable::run);
  }

  static NodeConfig config(Path directory) {
    return NodeConfig.in(directory)
        .authorityFor("88.118.8")
        .withSuite(SignatureSuite.ED25519_SHA256);
  }

  static ServedNode open(NodeConfig config, Caller audience, Executor serverThreads) {
    return open(config, audience, serverThreads, CallLimits.LOCAL);
  }

  static ServedNode open(
      NodeConfig config, Caller audience, Executor serverThreads, CallLimits limits) {
    Node node = Node.open(config);
    String name = UUID.randomUUID().toString();
    try {
      Server server =
          InProcessServerBuilder.forName(name)
              .executor(serverThreads)
              .addServices(NodeServices.of(Operations.of(node, Recursion.NONE, limits), audience))
              .build()
              .start();
      return new ServedNode(
          node, server, InProcessChannelBuilder.forName(name).directExecutor().build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ManagedChannel channel() {
    return channel;
  }

  ResolutionServiceGrpc.ResolutionServiceBlockingStub resolution() {
    return ResolutionServiceGrpc.newBlockingStub(channel);
  }

  RegistrationServiceGrpc.RegistrationServiceBlockingStub registration() {
    return RegistrationServiceGrpc.newBlockingStub(channel);
  }

  PrefixServiceGrpc.PrefixServiceBlockingStub prefixes() {
    return PrefixServiceGrpc.newBlockingStub(channel);
  }

  LogServiceGrpc.LogServiceBlockingStub log() {
    return LogServiceGrpc.newBlockingStub(channel);
  }

  @Override
  public void close() {
    channel.shutdownNow();
    server.shutdownNow();
    node.close();
  }
}
