package dev.nameplate.event;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.MalformedIdentifierException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Identifiers as URIs, for documents in which everything is one: {@code
 * https://hdl.handle.net/88.118.8/COIL-1}, which is also what the Handle System's proxy resolves.
 * What a path cannot carry is percent-encoded UTF-8 (RFC 3986, section 2.1).
 */
final class HandleUri {
  private static final String PROXY = "https://hdl.handle.net/";
  private static final String[] STARTS = {PROXY, "http://hdl.handle.net/", "hdl:"};
  private static final String PATH =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
  private static final String HEX = "0123456789ABCDEF";

  private HandleUri() {}

  static String of(Identifier identifier) {
    StringBuilder uri = new StringBuilder(PROXY);
    for (byte b : identifier.toString().getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0 && PATH.indexOf(b) >= 0) {
        uri.append((char) b);
      } else {
        uri.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return uri.toString();
  }

  /** The identifier that a URI stands for; empty if it stands for something else. */
  static Optional<Identifier> parse(String uri) {
    for (String start : STARTS) {
      if (uri.regionMatches(true, 0, start, 0, start.length())) {
        return identifier(uri.substring(start.length()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Identifier> identifier(String path) {
    if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
      return Optional.empty();
    }
    try {
      return decoded(path).map(Identifier::parse);
    } catch (MalformedIdentifierException e) {
      return Optional.empty(); // then it is a URI like any other
    }
  }

  private static Optional<String> decoded(String path) {
    if (path.indexOf('%') < 0) {
      return Optional.of(path);
    }
    ByteBuffer bytes = ByteBuffer.wrap(path.getBytes(StandardCharsets.UTF_8));
    ByteBuffer plain = ByteBuffer.allocate(bytes.capacity());
    while (bytes.hasRemaining()) {
      byte b = bytes.get();
      if (b == '%') {
        int high = digit(bytes);
        int low = digit(bytes);
        if (high < 0 || low < 0) {
          return Optional.empty();
        }
        b = (byte) (high << 4 | low);
      }
      plain.put(b);
    }
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(plain.flip());
      return Optional.of(text.toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static int digit(ByteBuffer bytes) {
    return bytes.hasRemaining() ? Character.digit((char) bytes.get(), 16) : -1;
  }
}
