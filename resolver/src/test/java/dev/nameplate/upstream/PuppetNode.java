package dev.nameplate.upstream;

import dev.nameplate.record.Endpoint;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import java.util.function.Function;

/** A gRPC server on loopback whose script changes while it runs. */
class PuppetNode implements AutoCloseable {
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

  /** What it says to a question, without a call. */
  ResolveResponse said(ResolveRequest request) {
    return script.apply(request);
  }

  @Override
  public void close() {
    server.close();
  }
}
