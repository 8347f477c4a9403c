package dev.nameplate.upstream;

import com.google.rpc.ErrorInfo;
import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.ItemError;
import dev.nameplate.v1.ResolveAllResponse;
import dev.nameplate.v1.ResolveManyRequest;
import dev.nameplate.v1.ResolveManyResponse;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.wire.Packed;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A gRPC server on loopback whose script changes while it runs. */
class PuppetNode implements AutoCloseable {
  /** Answers in a message. */
  static final int MANY = 7;

  private final ScriptedNode server = ScriptedNode.answering(request -> said(request));
  private volatile Function<ResolveRequest, ResolveResponse> script =
      request -> ResolveResponse.getDefaultInstance();

  public Endpoint endpoint() {
    return server.endpoint();
  }

  /** How many questions came so far. */
  public int calls() {
    return server.calls();
  }

  /** How many connections were made so far. */
  int connections() {
    return server.connections();
  }

  /** Says this from now on, whatever is asked. */
  void say(ResolveResponse answer) {
    answer(request -> answer);
  }

  /** Answers so from now on. */
  void answer(Function<ResolveRequest, ResolveResponse> other) {
    script = other;
  }

  /** Answers questions about many identifiers as it answers each of them, but for a change. */
  void answerMany(UnaryOperator<List<ResolveManyResponse>> change) {
    server.answerMany(
        request ->
            change.apply(
                Packed.messages(
                    request.getIdentifiersList().stream()
                        .map(identifier -> one(request, identifier))
                        .toList(),
                    MANY)));
  }

  private ResolveAllResponse one(ResolveManyRequest request, String identifier) {
    ResolveRequest.Builder question =
        ResolveRequest.newBuilder().setIdentifier(identifier).setRecursive(request.getRecursive());
    if (request.hasVersion()) {
      question.setVersion(request.getVersion());
    }
    try {
      return ResolveAllResponse.newBuilder().setAnswer(said(question.build())).build();
    } catch (StatusRuntimeException e) {
      String reason = StatusDetails.in(e, ErrorInfo.class).orElseThrow().getReason();
      return ResolveAllResponse.newBuilder()
          .setError(ItemError.newBuilder().setReason(reason))
          .build();
    }
  }

  /** What it says to a question, without a call. */
  ResolveResponse said(ResolveRequest request) {
    return script.apply(request);
  }

  @Override
  public void close() {
    server.close();
  }
}
