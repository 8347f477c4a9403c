package dev.nameplate.server.grpc;

import dev.nameplate.access.Caller;
import dev.nameplate.trust.Verified;
import dev.nameplate.v1.SignedStatement;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * The caller of a gRPC call: an interceptor puts it into the context, services take it from there.
 */
final class Callers {
  private static final Context.Key<Caller> CALLER = Context.key("caller");

  private Callers() {}

  /** Has every call of a service made by one caller. */
  static ServerInterceptor all(Caller caller) {
    return new ServerInterceptor() {
      @Override
      public <Q, A> ServerCall.Listener<Q> interceptCall(
          ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Context context = Context.current().withValue(CALLER, caller);
        return Contexts.interceptCall(context, call, headers, next);
      }
    };
  }

  /** The caller of this call. To be asked on the thread that the call begins on. */
  static Caller current() {
    Caller caller = CALLER.get();
    return caller == null ? Caller.STRANGER : caller;
  }

  /** A statement with the disclosures that a caller may see; the signed bytes stay as they are. */
  static SignedStatement show(Verified<?> verified, Caller caller) {
    return caller.seesAll()
        ? verified.statement().toProto()
        : verified.statement().withoutDisclosures().toProto();
  }
}
