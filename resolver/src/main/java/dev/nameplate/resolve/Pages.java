package dev.nameplate.resolve;

import dev.nameplate.error.InvalidInputException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Pages of lists: their sizes, and the entries of consecutive pages as one stream. */
public final class Pages {
  /** The most entries of a page. */
  public static final int MAX_SIZE = 1000;

  private Pages() {}

  /**
   * Checks the most entries of a page.
   *
   * @throws InvalidInputException unless it is 1 to {@link #MAX_SIZE}
   */
  public static void requireSize(int size) {
    if (size < 1 || size > MAX_SIZE) {
      throw InvalidInputException.of("page_size", size, "1 to " + MAX_SIZE);
    }
  }

  /** The token of a page that begins at a position. */
  public static String token(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The position that a page begins at.
   *
   * @throws InvalidInputException if the token is none
   */
  public static String position(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badToken(token);
    }
  }

  /** The error of a token that no page had. */
  public static InvalidInputException badToken(String token) {
    return InvalidInputException.of(
        "page_token", token, "the next_page_token of the previous page, unchanged");
  }

  /**
   * The entries of all pages, in order. The first page is read at once, each further one when an
   * entry of it is asked for.
   *
   * @param read reads the page that begins at a token; the first one at the empty token
   * @param entries the entries of a page
   * @param next the token of the next page; empty behind the last one
   */
  public static <P, E> Stream<E> entries(
      Function<String, P> read, Function<P, List<E>> entries, Function<P, String> next) {
    return Stream.iterate(
            Optional.of(read.apply("")),
            Optional::isPresent,
            page -> page.map(next).filter(token -> !token.isEmpty()).map(read))
        .flatMap(page -> entries.apply(page.orElseThrow()).stream());
  }
}
