package dev.nameplate.server.grpc;

import dev.nameplate.error.NameplateException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;

/** A service of which every method says why it is not offered. */
final class Refusals {
  private Refusals() {}

  /** The service, refused. */
  static ServerServiceDefinition of(
      ServiceDescriptor service, Supplier<NameplateException> refusal) {
    ServerServiceDefinition.Builder refused = ServerServiceDefinition.builder(service);
    for (MethodDescriptor<?, ?> method : service.getMethods()) {
      refuse(refused, method, refusal);
    }
    return refused.build();
  }

  private static <Q, A> void refuse(
      ServerServiceDefinition.Builder service,
      MethodDescriptor<Q, A> method,
      Supplier<NameplateException> refusal) {
    service.addMethod(
        method,
        (call, headers) -> {
          StatusRuntimeException why = Failures.of(refusal.get());
          Metadata trailers = why.getTrailers();
          call.close(why.getStatus(), trailers == null ? new Metadata() : trailers);
          return new ServerCall.Listener<>() {};
        });
  }
}
