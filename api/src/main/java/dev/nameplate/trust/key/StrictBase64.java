package dev.nameplate.trust.key;

import dev.nameplate.record.Bytes;
import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with exactly one text for each run of bytes: padded, without line feeds, unused bits zero.
 *
 * <p><b>Source:</b> RFC 4648, section 4; strictness as in its sections 3.2, 3.3 and 3.5.
 */
public final class StrictBase64 {
  private StrictBase64() {}

  /** The base64 text of bytes, with padding (RFC 4648, section 4). */
  public static String encode(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** The bytes; empty if the text is not what {@link #encode} makes. */
  public static Optional<Bytes> decode(String text) {
    try {
      Bytes bytes = Bytes.wrap(Base64.getDecoder().decode(text));
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
