package dev.nameplate.upstream;

import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * An answer of another node in parts, in their order of arrival. Closing it ends the call. Used by
 * one thread.
 *
 * @param <A> type of a part
 */
final class RemoteAnswer<A> implements Iterator<A>, AutoCloseable {
  private final Iterator<A> parts;
  private final Context.CancellableContext context;
  private final Function<StatusRuntimeException, RuntimeException> failures;

  private RemoteAnswer(
      Iterator<A> parts,
      Context.CancellableContext context,
      Function<StatusRuntimeException, RuntimeException> failures) {
    this.parts = parts;
    this.context = context;
    this.failures = failures;
  }

  /**
   * Begins a call.
   *
   * @param call a blocking call whose answer is streamed
   * @param failures makes the exception of a call that fails
   */
  static <A> RemoteAnswer<A> open(
      Supplier<Iterator<A>> call, Function<StatusRuntimeException, RuntimeException> failures) {
    Context.CancellableContext context = Context.current().withCancellation();
    Context before = context.attach();
    try {
      return new RemoteAnswer<>(call.get(), context, failures);
    } finally {
      context.detach(before);
    }
  }

  /** Makes a call, or the exception of its failure. */
  static <T> T attempt(
      Supplier<T> call, Function<StatusRuntimeException, RuntimeException> failures) {
    try {
      return call.get();
    } catch (StatusRuntimeException e) {
      throw failures.apply(e);
    }
  }

  @Override
  public boolean hasNext() {
    return attempt(parts::hasNext, failures);
  }

  @Override
  public A next() {
    return attempt(parts::next, failures);
  }

  @Override
  public void close() {
    context.cancel(null);
  }
}
