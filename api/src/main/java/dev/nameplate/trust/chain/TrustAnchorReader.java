package dev.nameplate.trust.chain;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Endpoint;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.Pem;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Validity;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the text form of trust anchors, line by line. Not thread-safe. */
final class TrustAnchorReader {
  private static final Pattern POSITION = Pattern.compile("0|[1-9][0-9]{0,18}");

  private final List<String> lines;
  private final String source;
  private int next;

  TrustAnchorReader(String text, String source) {
    this.lines = text.lines().map(String::stripTrailing).toList();
    this.source = source;
  }

  /** All anchors; blank lines are allowed before, between and behind them. */
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
    NoteKey checkpointKey = field(TrustAnchor.CHECKPOINT_KEY, text -> checkpointKey(text, log));
    Validity open =
        optional(TrustAnchor.VALID_FROM, text -> startingAt(moment(text))).orElse(Validity.ALWAYS);
    Validity validity =
        optional(TrustAnchor.VALID_UNTIL, text -> open.endingAt(moment(text))).orElse(open);
    OptionalLong revokedFrom =
        optional(TrustAnchor.REVOKED_FROM, TrustAnchorReader::position)
            .map(OptionalLong::of)
            .orElse(OptionalLong.empty());
    List<Endpoint> endpoints = new ArrayList<>();
    while (endpoints.size() < Delegation.MAX_ENDPOINTS && peek().startsWith(TrustAnchor.ENDPOINT)) {
      endpoints.add(field(TrustAnchor.ENDPOINT, Endpoint::parse));
    }
    return new TrustAnchor(
        prefixes, new AuthorityKey(publicKey(), checkpointKey, validity, revokedFrom), endpoints);
  }

  private static NoteKey checkpointKey(String text, LogName log) {
    NoteKey key = NoteKey.parse(text);
    if (!key.name().equals(log.text()) || key.key().suite() != SignatureSuite.ED25519_SHA256) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY, "checkpoint-key", text, "an Ed25519 key named " + log);
    }
    return key;
  }

  private static Validity startingAt(Instant moment) {
    return new Validity(moment, Validity.ALWAYS.until());
  }

  private static Instant moment(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new InvalidInputException(
          ErrorReason.INVALID_ARGUMENT, "time", text, "a time like 2026-07-01T00:00:00Z");
    }
  }

  private static Long position(String text) {
    try {
      if (POSITION.matcher(text).matches()) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      // falls through: it is too large
    }
    throw new InvalidInputException(
        ErrorReason.INVALID_ARGUMENT, "position", text, "a position, 0 or more");
  }

  private <T> Optional<T> optional(String name, Function<String, T> parser) {
    return peek().startsWith(name) ? Optional.of(field(name, parser)) : Optional.empty();
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
