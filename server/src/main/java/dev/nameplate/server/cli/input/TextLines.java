package dev.nameplate.server.cli.input;

import dev.nameplate.error.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The lines of a text file that are not blank, with their numbers; none longer than a bound is
 * kept.
 */
public final class TextLines implements AutoCloseable {
  /**
   * The most characters of a line: a record of the largest size, escaped, with its statement in
   * Base64.
   */
  public static final int MAX_LENGTH = 4 << 20;

  private final Path file;
  private final Reader reader;
  private final char[] buffer = new char[1 << 14];
  private final StringBuilder text = new StringBuilder();
  private int from;
  private int to;
  private long line;

  private TextLines(Path file, Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * A line.
   *
   * @param number from 1
   * @param text empty if it is longer than allowed
   */
  public record Line(long number, Optional<String> text) {}

  /**
   * Opens a file.
   *
   * @param bytesRead rises by the bytes read
   */
  public static TextLines open(Path file, AtomicLong bytesRead) {
    return open(file, StandardCharsets.UTF_8, bytesRead);
  }

  /** Opens a file in any charset. */
  public static TextLines open(Path file, Charset charset, AtomicLong bytesRead) {
    return new TextLines(file, SourceFile.open(file, charset, bytesRead));
  }

  /** The lines of a file that is open already, from where it is; closed with this. */
  public static TextLines of(Path file, InputStream in) {
    return new TextLines(file, SourceFile.decoded(in, StandardCharsets.UTF_8));
  }

  /** The next line that is not blank; empty at the end. */
  public Optional<Line> next() {
    try {
      while (from < to || fill()) {
        Optional<Line> next = read();
        if (next.isPresent()) {
          return next;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  /** The text of a line; fails if it is undecodable or too long. */
  public static String textOf(Line line) {
    return textOf(line, "line");
  }

  /**
   * The text of a line; fails if it is undecodable or too long.
   *
   * @param field name of the line in errors
   */
  public static String textOf(Line line, String field) {
    String text =
        line.text()
            .orElseThrow(
                () ->
                    wrong(field, "a longer line", "at most " + MAX_LENGTH + " characters a line"));
    if (text.indexOf(SourceFile.MALFORMED) >= 0) {
      throw SourceFile.undecodable(field, text);
    }
    return text;
  }

  private Optional<Line> read() throws IOException {
    text.setLength(0);
    line++;
    boolean tooLong = false;
    do {
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      tooLong |= text.length() + (end - from) > MAX_LENGTH;
      if (!tooLong) {
        text.append(buffer, from, end - from);
      }
      boolean ended = end < to;
      from = ended ? end + 1 : end;
      if (ended) {
        break;
      }
    } while (fill());
    if (tooLong) {
      return Optional.of(new Line(line, Optional.empty()));
    }
    String whole = text.toString();
    return whole.isBlank() ? Optional.empty() : Optional.of(new Line(line, Optional.of(whole)));
  }

  private boolean fill() throws IOException {
    from = 0;
    to = Math.max(0, reader.read(buffer));
    return to > 0;
  }

  private static InvalidInputException wrong(String field, String value, String expected) {
    return InvalidInputException.of(field, value, expected);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }
}
