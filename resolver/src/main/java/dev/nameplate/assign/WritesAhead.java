package dev.nameplate.assign;

import dev.nameplate.error.NameplateException;
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
 * Begins writes ahead of the results that are asked for, and gives these in the same order. Used by
 * one thread.
 *
 * @param <W> what is to be written
 * @param <T> the receipt of one
 * @param <R> what comes of it
 */
final class WritesAhead<W, T, R> implements Iterator<R> {
  /**
   * How many are on their way: enough for a group that is written and one that is decided about.
   */
  static final int WINDOW = 16_384;

  private final Iterator<W> writes;
  private final Function<W, CompletableFuture<T>> begin;
  private final BiFunction<W, CompletableFuture<T>, R> result;
  private final Deque<Begun<W, T>> begun = new ArrayDeque<>();

  private record Begun<W, T>(W write, CompletableFuture<T> receipt) {}

  private WritesAhead(
      Iterator<W> writes,
      Function<W, CompletableFuture<T>> begin,
      BiFunction<W, CompletableFuture<T>, R> result) {
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
  static <W, T, R> Stream<R> of(
      Stream<W> writes,
      Function<W, CompletableFuture<T>> begin,
      BiFunction<W, CompletableFuture<T>, R> result) {
    Iterator<R> results = new WritesAhead<>(writes.sequential().iterator(), begin, result);
    int traits = Spliterator.ORDERED | Spliterator.NONNULL;
    return StreamSupport.stream(Spliterators.spliteratorUnknownSize(results, traits), false)
        .onClose(writes::close);
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
    Begun<W, T> next = begun.remove();
    return result.apply(next.write(), next.receipt());
  }

  private Begun<W, T> begin(W write) {
    try {
      return new Begun<>(write, begin.apply(write));
    } catch (NameplateException e) {
      return new Begun<>(write, CompletableFuture.failedFuture(e));
    }
  }
}
