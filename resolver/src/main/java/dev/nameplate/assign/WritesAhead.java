package dev.nameplate.assign;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.Receipt;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Starts writes ahead of the results that are requested, and returns results in the same order.
 * Used by one thread.
 *
 * @param <W> type of a write
 * @param <R> type of its result
 */
final class WritesAhead<W, R> implements Iterator<R> {
  /** The most writes in flight: enough for a group being written and a group being decided. */
  static final int WINDOW = 16_384;

  private final Iterator<W> writes;
  private final Function<W, CompletableFuture<Receipt>> begin;
  private final BiFunction<W, CompletableFuture<Receipt>, R> result;
  private final Deque<Begun<W>> begun = new ArrayDeque<>();

  private record Begun<W>(W write, CompletableFuture<Receipt> receipt) {}

  private WritesAhead(
      Iterator<W> writes,
      Function<W, CompletableFuture<Receipt>> begin,
      BiFunction<W, CompletableFuture<Receipt>, R> result) {
    this.writes = writes;
    this.begin = begin;
    this.result = result;
  }

  /**
   * A sequential stream of the results.
   *
   * @param begin begins a write
   * @param result waits for what comes of it
   */
  static <W, R> Stream<R> of(
      Stream<W> writes,
      Function<W, CompletableFuture<Receipt>> begin,
      BiFunction<W, CompletableFuture<Receipt>, R> result) {
    Iterator<R> results = new WritesAhead<>(writes.sequential().iterator(), begin, result);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, traits), false)
        .onClose(writes::close);
  }

  /** The outcomes of independent writes. */
  static <W> Stream<Outcome<W>> outcomes(
      Stream<W> writes, Function<W, CompletableFuture<Receipt>> begin) {
    return of(writes, begin, WritesAhead::outcome);
  }

  private static <W> Outcome<W> outcome(W write, CompletableFuture<Receipt> receipt) {
    try {
      return new Outcome.Written<>(write, Registrar.await(receipt));
    } catch (InvalidInputException | PreconditionException refusal) {
      return new Outcome.Refused<>(write, refusal);
    }
  }

  @Override
  public boolean hasNext() {
    while (begun.size() < WINDOW && writes.hasNext()) {
      begun.add(begin(writes.next()));
    }
    return !begun.isEmpty();
  }

  @Override
  public R next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no more writes");
    }
    Begun<W> next = begun.remove();
    return result.apply(next.write(), next.receipt());
  }

  private Begun<W> begin(W write) {
    try {
      return new Begun<>(write, begin.apply(write));
    } catch (NameplateException e) {
      return new Begun<>(write, CompletableFuture.failedFuture(e));
    }
  }
}
