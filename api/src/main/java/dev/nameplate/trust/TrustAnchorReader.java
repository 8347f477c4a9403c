package dev.nameplate.trust;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the text form of trust anchors, line by line. Not thread-safe. */
final class TrustAnchorReader {
  private final List<String> lines;
  private final String source;
  private int next;

  TrustAnchorReader(String text, String source) {
    this.lines = text.lines().map(String::stripTrailing).toList();
    this.source = source;
  }

  /** All anchors; blank lines may stand before, between and behind them. */
  List<TrustAnchor> readAll() {
    List<TrustAnchor> anchors = new ArrayList<>();
    skipBlankLines();
    do {
      anchors.add(read());
      skipBlankLines();
    } while (next < lines.size());
    return anchors;
  }

  private TrustAnchor read() {
    if (!peek().equals(TrustAnchor.TITLE)) {
      throw unexpected(TrustAnchor.TITLE);
    }
    next++;
    List<Prefix> prefixes = new ArrayList<>();
    do {
      prefixes.add(field(TrustAnchor.PREFIX, Prefix::parse));
    } while (peek().startsWith(TrustAnchor.PREFIX));
    LogName log = field(TrustAnchor.LOG, LogName::new);
    NoteKey checkpointKey = field(TrustAnchor.CHECKPOINT_KEY, NoteKey::parse);
    return new TrustAnchor(prefixes, log, publicKey(), checkpointKey);
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

  private VerifyingKey publicKey() {
    if (!Pem.isBegin(peek())) {
      throw unexpected("-----BEGIN PUBLIC KEY-----");
    }
    int first = next;
    while (next < lines.size() && !Pem.isEnd(lines.get(next))) {
      next++;
    }
    next = Math.min(next + 1, lines.size());
    return KeyPem.readPublic(
        String.join("\n", lines.subList(first, next)), source + " line " + (first + 1));
  }

  private String peek() {
    return next < lines.size() ? lines.get(next) : "";
  }

  private void skipBlankLines() {
    while (next < lines.size() && lines.get(next).isEmpty()) {
      next++;
    }
  }

  private InvalidInputException unexpected(String expected) {
    return new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, source + " line " + (next + 1), peek(), expected);
  }
}
