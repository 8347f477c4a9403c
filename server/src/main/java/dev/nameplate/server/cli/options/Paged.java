package dev.nameplate.server.cli.options;

import com.google.common.collect.AbstractIterator;
import dev.nameplate.resolve.Page;
import java.util.Collections;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a list that a node gives page by page, each page asked for when it is reached.
 * Used by one thread.
 *
 * @param <T> an entry
 */
public final class Paged<T> extends AbstractIterator<T> {
  private static final int PAGE = 1000;

  private final Ask<T> ask;
  private long left;
  private String token = "";
  private boolean begun;
  private Iterator<T> page = Collections.emptyIterator();

  /** Asks a node for a page. */
  @FunctionalInterface
  public interface Ask<T> {
    /**
     * A page.
     *
     * @param size the most entries, 1 to 1,000
     * @param token token of the previous page; empty for the first page
     */
    Page<T> page(int size, String token);
  }

  /**
   * A list.
   *
   * @param limit the most entries
   */
  public Paged(long limit, Ask<T> ask) {
    this.left = limit;
    this.ask = ask;
  }

  @Override
  protected @Nullable T computeNext() {
    while (left > 0 && !page.hasNext() && !(begun && token.isEmpty())) {
      Page<T> next = ask.page((int) Math.min(left, PAGE), token);
      begun = true;
      page = next.entries().iterator();
      token = next.nextToken();
    }
    return left-- > 0 && page.hasNext() ? page.next() : endOfData();
  }
}
