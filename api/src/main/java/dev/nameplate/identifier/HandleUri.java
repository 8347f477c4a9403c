package dev.nameplate.identifier;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Identifiers as URIs, for documents that require URIs: {@code
 * https://hdl.handle.net/88.118.8/COIL-1}, which the Handle System's proxy resolves, too. {@code
 * hdl:88.118.8/COIL-1} is read, too. Characters that a path cannot carry are percent-encoded UTF-8
 * (RFC 3986, section 2.1).
 */
public final class HandleUri {
  /** Prefix of the short form. */
  static final String SCHEME = "hdl:";

  private static final String PROXY = "https://hdl.handle.net/";
  private static final String[] STARTS = {PROXY, "http://hdl.handle.net/", SCHEME};
  private static final String PATH =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";
  private static final String HEX = "0123456789ABCDEF";

  private HandleUri() {}

  /** An identifier as a URI. */
  public static String of(Identifier identifier) {
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

  /** The identifier in a URI; empty for other URIs. */
  public static Optional<Identifier> parse(String uri) {
    try {
      return plain(uri).map(Identifier::parse);
    } catch (MalformedIdentifierException e) {
      return Optional.empty(); // then it is a URI like any other
    }
  }

  /** True for a text with the scheme and host, or the short scheme, of a handle URI. */
  static boolean isOne(String text) {
    return startOf(text) > 0;
  }

  /** The text of the identifier in a URI; empty if there is none, or it is itself a URI. */
  static Optional<String> plain(String uri) {
    String path = uri.substring(startOf(uri));
    return path.length() == uri.length() || path.indexOf('?') >= 0 || path.indexOf('#') >= 0
        ? Optional.empty()
        : decoded(path).filter(text -> !isOne(text));
  }

  private static int startOf(String uri) {
    for (String start : STARTS) {
      if (uri.regionMatches(true, 0, start, 0, start.length())) {
        return start.length();
      }
    }
    return 0;
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
