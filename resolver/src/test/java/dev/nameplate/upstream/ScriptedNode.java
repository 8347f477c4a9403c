package dev.nameplate.upstream;

import com.google.protobuf.Any;
import com.google.rpc.ErrorInfo;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.Attributes;
import io.grpc.Server;
import io.grpc.ServerTransportFilter;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gRPC server on loopback that says what a test tells it to, and counts who asked. Its script
 * runs on as many threads as there are calls; it may wait, and what it throws ends the call.
 */
public final class ScriptedNode implements AutoCloseable {
  /** What it does with a question. */
  @FunctionalInterface
  public interface Script {
    void answer(ResolveRequest request, StreamObserver<ResolveResponse> answers);
  }

  private final Server server;
  private final Endpoint endpoint;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<ResolveRequest> requests = new ConcurrentLinkedQueue<>();
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger connections = new AtomicInteger();
  private volatile @Nullable Function<ResolveManyRequest, List<ResolveManyResponse>> many;
  private final CountDownLatch disconnected = new CountDownLatch(1);

  private ScriptedNode(int port, Script script) {
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
            .executor(threads)
            .addTransportFilter(new Connections())
            .addService(new Resolution(script));
    try {
      server = builder.build().start();
      endpoint = new Endpoint("127.0.0.1", server.getPort());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A node on a free port that answers so. */
  public static ScriptedNode answering(Function<ResolveRequest, ResolveResponse> script) {
    return scripted(0, script);
  }

  /** The same on a port that was used before. */
  static ScriptedNode scripted(int port, Function<ResolveRequest, ResolveResponse> script) {
    return new ScriptedNode(
        port,
        (request, answers) -> {
          answers.onNext(script.apply(request));
          answers.onCompleted();
        });
  }

  /** A node on a free port that does this with questions. */
  public static ScriptedNode doing(Script script) {
    return new ScriptedNode(0, script);
  }

  /** A node on a free port that refuses all questions for a reason. */
  public static ScriptedNode refusing(Status.Code code, String reason) {
    return answering(
        request -> {
          throw refusal(code, reason);
        });
  }

  /** A node on a free port that takes questions and never answers. */
  public static ScriptedNode silent() {
    return doing((request, answers) -> {});
  }

  /** An answer with nothing but its outcome. */
  public static ResolveResponse bare(Outcome outcome) {
    return ResolveResponse.newBuilder().setOutcome(outcome).build();
  }

  /** What ends a call with a reason. */
  public static StatusRuntimeException refusal(Status.Code code, String reason) {
    return StatusProto.toStatusRuntimeException(
        com.google.rpc.Status.newBuilder()
            .setCode(code.value())
            .setMessage("no")
            .addDetails(
                Any.pack(
                    ErrorInfo.newBuilder().setReason(reason).setDomain("nameplate.dev").build()))
            .build());
  }

  /** Answers questions about many identifiers from now on; before, it does not know them. */
  void answerMany(Function<ResolveManyRequest, List<ResolveManyResponse>> script) {
    many = script;
  }

  /** Where it listens. */
  public Endpoint endpoint() {
    return endpoint;
  }

  /** How many calls came. */
  public int calls() {
    return calls.get();
  }

  /** The questions that came, in order. */
  public List<ResolveRequest> requests() {
    return List.copyOf(requests);
  }

  /** How many connections were made. */
  public int connections() {
    return connections.get();
  }

  /** Waits until one of its connections is closed. */
  boolean awaitDisconnection() throws InterruptedException {
    return disconnected.await(20, TimeUnit.SECONDS);
  }

  /** Ends all its calls and frees its port. */
  @Override
  public void close() {
    server.shutdownNow();
    try {
      server.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      threads.shutdownNow();
    }
  }

  private final class Resolution extends ResolutionServiceGrpc.ResolutionServiceImplBase {
    private final Script script;

    Resolution(Script script) {
      this.script = script;
    }

    @Override
    public void resolve(ResolveRequest request, StreamObserver<ResolveResponse> answers) {
      calls.incrementAndGet();
      requests.add(request);
      try {
        script.answer(request, answers);
      } catch (RuntimeException e) {
        answers.onError(e);
      }
    }

    @Override
    public void resolveMany(
        ResolveManyRequest request, StreamObserver<ResolveManyResponse> answers) {
      Function<ResolveManyRequest, List<ResolveManyResponse>> said = many;
      if (said == null) {
        super.resolveMany(request, answers);
        return;
      }
      calls.incrementAndGet();
      try {
        said.apply(request).forEach(answers::onNext);
        answers.onCompleted();
      } catch (RuntimeException e) {
        answers.onError(e);
      }
    }
  }

  private final class Connections extends ServerTransportFilter {
    @Override
    public Attributes transportReady(Attributes attributes) {
      connections.incrementAndGet();
      return attributes;
    }

    @Override
    public void transportTerminated(Attributes attributes) {
      disconnected.countDown();
    }
  }
}
