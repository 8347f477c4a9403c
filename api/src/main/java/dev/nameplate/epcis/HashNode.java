package dev.nameplate.epcis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named part of the pre-hash string: perhaps a value, and the parts inside it, in order.
 *
 * @param name the name, or empty
 * @param value the value, or null
 * @param inside the parts
 * @param text all of it in the pre-hash string
 */
record HashNode(String name, @Nullable HashValue value, List<HashNode> inside, String text) {
  /** By the code points of the text, as the event hash id has it. */
  static final Comparator<HashNode> ORDER =
      (one, other) -> compareCodePoints(one.text(), other.text());

  static HashNode of(String name, @Nullable HashValue value, List<HashNode> inside) {
    StringBuilder text = new StringBuilder(name);
    if (value != null && !value.canonical().isEmpty()) {
      text.append('=').append(value.canonical());
    }
    inside.forEach(part -> text.append(part.text()));
    return new HashNode(name, value, List.copyOf(inside), text.toString());
  }

  /** Adds all of it to a digest so that no two different trees give it the same bytes. */
  void digest(MessageDigest into) {
    digest(into, name);
    digest(into, value == null ? "" : "=" + value.exact());
    into.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, inside.size()));
    inside.forEach(part -> part.digest(into));
  }

  private static void digest(MessageDigest into, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    into.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
    into.update(bytes);
  }

  private static int compareCodePoints(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        boolean surrogates = Character.isSurrogate(a) != Character.isSurrogate(b);
        return surrogates ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
