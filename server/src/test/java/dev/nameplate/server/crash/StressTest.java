package dev.nameplate.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.server.cli.Run;
import dev.nameplate.v1.AssignAllRequest;
import dev.nameplate.v1.AssignRequest;
import dev.nameplate.v1.ListIdentifiersRequest;
import dev.nameplate.v1.LogServiceGrpc;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.RecordValue;
import dev.nameplate.v1.RegistrationServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveRequest;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hostile callers of a served node with a heap of 512 MB, beside a good one. Takes minutes. */
@Tag("stress")
class StressTest {
  private static final long ATTACK_NANOS = TimeUnit.SECONDS.toNanos(40);
  private static final int SIGTERM = 143;
  private static final int CALLS = 256;
  private static final int CONNECTIONS = 4;

  @TempDir Path directory;

  /** Something that a hostile caller does again and again. */
  private interface Attack {
    /** Does it once, on a connection that reads nothing unless told to. */
    void strike(ManagedChannel channel);
  }

  /** What the good caller saw during an attack. */
  private static final class Good {
    private final List<Long> micros = new ArrayList<>();
    private int failed;

    void print(String attack) {
      Collections.sort(micros);
      System.out.printf(
          "stress: %-24s good client: %d writes and resolves, %d failed, median %d us, p99 %d us,"
              + " worst %d us%n",
          attack, micros.size(), failed, at(0.5), at(0.99), at(1));
    }

    private long at(double share) {
      return micros.isEmpty() ? -1 : micros.get((int) ((micros.size() - 1) * share));
    }
  }

  @Test
  void hostile_callers_neither_end_a_node_nor_its_writing() throws Exception {
    String data = directory.resolve("node").toString();
    Run.of("init", "--data", data, "--prefix", "88.118.8", "--no-passphrase").ok();
    ServerProcess server =
        ServerProcess.start(Path.of(data), List.of("-Xmx512m"), directory.resolve("errors.txt"));
    ManagedChannel good = connect(server);
    try {
      for (int i = 0; i < 16; i++) {
        assign(good, "88.118.8/PAGE-" + i, 200_000);
      }
      endure(server, good, "unread refusals", StressTest::unreadRefusals);
      endure(server, good, "unread pages", StressTest::unreadPages);
      endure(server, good, "half-sent requests", StressTest::halfSent);
      endure(server, good, "unread log", StressTest::unreadLog);
      endure(server, good, "cancelled calls", StressTest::cancelled);

      assign(good, "88.118.8/AFTERWARDS", 10);
    } finally {
      good.shutdownNow();
      server.stop();
    }
    assertThat(server.status()).isEqualTo(SIGTERM);
    Run.of("log", "audit", "--data", data).ok();
  }

  /** Lets an attack go on for a while, and asserts that the good caller was served meanwhile. */
  private static void endure(
      ServerProcess server, ManagedChannel good, String name, Attack attack) {
    List<ManagedChannel> hostile = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      hostile.add(connect(server));
    }
    Good seen = new Good();
    try {
      long end = System.nanoTime() + ATTACK_NANOS;
      for (int round = 0; System.nanoTime() < end; round++) {
        attack.strike(hostile.get(round % CONNECTIONS));
        serve(good, "88.118.8/" + name.replace(' ', '-') + round, seen);
      }
    } finally {
      hostile.forEach(ManagedChannel::shutdownNow);
    }
    seen.print(name);
    assertThat(seen.micros).as(name).isNotEmpty();
  }

  private static void serve(ManagedChannel good, String identifier, Good seen) {
    long begin = System.nanoTime();
    try {
      assign(good, identifier, 100);
      ResolutionServiceGrpc.newBlockingStub(good)
          .withDeadlineAfter(10, TimeUnit.SECONDS)
          .resolve(ResolveRequest.newBuilder().setIdentifier(identifier).build());
      seen.micros.add((System.nanoTime() - begin) / 1000);
    } catch (StatusRuntimeException e) {
      seen.failed++;
    }
  }

  private static void unreadRefusals(ManagedChannel channel) {
    ClientCall<AssignAllRequest, ?> call =
        unread(channel, RegistrationServiceGrpc.getAssignAllMethod());
    String name = "88.118.9/" + "x".repeat(700);
    for (int i = 0; i < 8192 && call.isReady(); i++) {
      call.sendMessage(
          AssignAllRequest.newBuilder()
              .setAssignment(AssignRequest.newBuilder().setIdentifier(name + i))
              .build());
    }
  }

  private static void unreadPages(ManagedChannel channel) {
    for (int i = 0; i < CALLS / 8; i++) {
      ask(
          channel,
          ResolutionServiceGrpc.getListIdentifiersMethod(),
          ListIdentifiersRequest.newBuilder().setPrefix("88.118.8").setPageSize(100).build());
    }
  }

  private static void halfSent(ManagedChannel channel) {
    AssignRequest large = request("88.118.8/HALF", 240_000);
    for (int i = 0; i < CALLS / 8; i++) {
      unread(channel, RegistrationServiceGrpc.getAssignMethod()).sendMessage(large);
    }
  }

  private static void unreadLog(ManagedChannel channel) {
    for (int i = 0; i < CALLS / 8; i++) {
      ask(
          channel,
          LogServiceGrpc.getReadStatementsMethod(),
          ReadStatementsRequest.newBuilder().setFollow(true).build());
    }
  }

  private static void cancelled(ManagedChannel channel) {
    for (int i = 0; i < CALLS / 8; i++) {
      ask(
              channel,
              ResolutionServiceGrpc.getListIdentifiersMethod(),
              ListIdentifiersRequest.newBuilder().setPrefix("88.118.8").setPageSize(100).build())
          .cancel("changed its mind", null);
    }
  }

  private static <Q, A> ClientCall<Q, A> ask(
      ManagedChannel channel, MethodDescriptor<Q, A> method, Q request) {
    ClientCall<Q, A> call = unread(channel, method);
    call.sendMessage(request);
    call.halfClose();
    return call;
  }

  /** A call whose answers are never asked for. */
  private static <Q, A> ClientCall<Q, A> unread(
      ManagedChannel channel, MethodDescriptor<Q, A> method) {
    ClientCall<Q, A> call = channel.newCall(method, CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    return call;
  }

  private static void assign(ManagedChannel channel, String identifier, int size) {
    var unused =
        RegistrationServiceGrpc.newBlockingStub(channel)
            .withDeadlineAfter(10, TimeUnit.SECONDS)
            .assign(request(identifier, size));
  }

  private static AssignRequest request(String identifier, int size) {
    return AssignRequest.newBuilder()
        .setIdentifier(identifier)
        .addValues(RecordValue.newBuilder().setIndex(1).setType("N").setText("x".repeat(size)))
        .build();
  }

  private static ManagedChannel connect(ServerProcess server) {
    return NettyChannelBuilder.forTarget(server.address())
        .usePlaintext()
        .flowControlWindow(65_535)
        .build();
  }
}
