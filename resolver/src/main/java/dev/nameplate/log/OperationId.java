package dev.nameplate.log;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.merkle.HashFunction;
import java.util.Base64;

/**
 * Names a write, so that its repeat by the same caller is recognised and answered with the first
 * receipt. It is remembered for at least 7 days after the write, also across restarts.
 *
 * @param text 1 to 64 printable ASCII characters without spaces; empty only in {@link #NONE}
 */
public record OperationId(String text) {
  /** No operation id: no repeat is recognised. */
  public static final OperationId NONE = new OperationId("");

  private static final int MAX_LENGTH = 64;

  /** Checks length and characters. */
  public OperationId {
    if (text.length() > MAX_LENGTH || text.chars().anyMatch(c -> c <= ' ' || c > '~')) {
      throw InvalidInputException.of(
          "operation_id",
          text,
          "1 to " + MAX_LENGTH + " printable ASCII characters without spaces");
    }
  }

  /** An operation id; the empty text gives {@link #NONE}. */
  public static OperationId of(String text) {
    return text.isEmpty() ? NONE : new OperationId(text);
  }

  /**
   * The operation id of one of several writes that are made under this one: always the same for the
   * same number, and {@link #NONE} for {@link #NONE}.
   */
  public OperationId item(long number) {
    if (isNone()) {
      return this;
    }
    Bytes digest = HashFunction.SHA256.hash(Bytes.utf8(text + '\n' + number));
    return new OperationId(
        Base64.getUrlEncoder().withoutPadding().encodeToString(digest.toByteArray()));
  }

  /** True for {@link #NONE}. */
  public boolean isNone() {
    return text.isEmpty();
  }
}
