package dev.nameplate.epcis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A named part of the pre-hash string: an optional value, and nested parts, in order.
 *
 * @param name the name, or empty
 * @param value the value, or null
 * @param inside the parts
 */
record HashNode(String name, @Nullable HashValue value, List<HashNode> inside) {
  HashNode {
    inside = List.copyOf(inside);
  }

  /** Length of its own name and value, in characters. */
  int length() {
    return name.length()
        + (value == null ? 0 : Math.max(value.canonical().length(), value.exact().length()));
  }

  /** Adds the whole tree to a digest, so that two different trees never yield the same bytes. */
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
}
