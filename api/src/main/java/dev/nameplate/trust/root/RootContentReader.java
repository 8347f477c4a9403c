package dev.nameplate.trust.root;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.note.NoteKey;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the text of a trust root, line by line. Not thread-safe. */
final class RootContentReader {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,9}");

  private final List<String> lines;
  private final String source;
  private int next;

  RootContentReader(String text, String source) {
    this.lines = text.lines().map(String::stripTrailing).toList();
    this.source = source;
  }

  RootContent read() {
    if (!peek().equals(RootContent.TITLE)) {
      throw unexpected(RootContent.TITLE);
    }
    next++;
    int version = field(RootContent.VERSION, RootContentReader::number);
    Instant expires = field(RootContent.EXPIRES, RootContentReader::moment);
    int threshold = field(RootContent.THRESHOLD, RootContentReader::number);
    List<NoteKey> keys = new ArrayList<>();
    do {
      keys.add(field(RootContent.ROOT_KEY, NoteKey::parse));
    } while (keys.size() < RootContent.MAX_KEYS && peek().startsWith(RootContent.ROOT_KEY));
    if (!peek().isEmpty()) {
      throw unexpected("a blank line");
    }
    // Blank lines in place of those that were read keep the numbers of the others in messages.
    String rest = "\n".repeat(next) + String.join("\n", lines.subList(next, lines.size()));
    return new RootContent(version, expires, threshold, keys, TrustAnchors.parse(rest, source));
  }

  private <T> T field(String name, Function<String, T> parser) {
    if (!peek().startsWith(name)) {
      throw unexpected(name + "…");
    }
    try {
      T value = parser.apply(peek().substring(name.length()));
      next++;
      return value;
    } catch (InvalidInputException e) {
      throw unexpected(String.valueOf(e.getMessage()));
    }
  }

  private static int number(String text) {
    if (NUMBER.matcher(text).matches() && Long.parseLong(text) <= Integer.MAX_VALUE) {
      return Integer.parseInt(text);
    }
    throw new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, "number", text, "1 to " + Integer.MAX_VALUE);
  }

  private static Instant moment(String text) {
    try {
      Instant moment = Instant.parse(text);
      if (moment.toString().equals(text)) {
        return moment;
      }
    } catch (DateTimeException e) {
      // falls through: refused like a number in another form
    }
    throw new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, "time", text, "a time like 2027-07-01T00:00:00Z");
  }

  private String peek() {
    return next < lines.size() ? lines.get(next) : "";
  }

  private InvalidInputException unexpected(String expected) {
    return new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, source + " line " + (next + 1), peek(), expected);
  }
}
