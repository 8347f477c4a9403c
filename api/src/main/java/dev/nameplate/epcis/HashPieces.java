package dev.nameplate.epcis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pre-hash string of some parts, piece by piece. It is never joined: of parts inside parts,
 * each level would hold the text of all below it once more.
 */
final class HashPieces {
  private final Deque<Iterator<HashNode>> open = new ArrayDeque<>();
  private final Deque<String> ready = new ArrayDeque<>();

  HashPieces(List<HashNode> parts) {
    open.push(parts.iterator());
  }

  /** The next piece, never an empty one; null behind the last. */
  @Nullable String next() {
    while (ready.isEmpty()) {
      while (!open.isEmpty() && !open.element().hasNext()) {
        open.pop();
      }
      if (open.isEmpty()) {
        return null;
      }
      enter(open.element().next());
    }
    return ready.remove();
  }

  private void enter(HashNode node) {
    if (!node.name().isEmpty()) {
      ready.add(node.name());
    }
    HashValue value = node.value();
    if (value != null && !value.canonical().isEmpty()) {
      ready.add("=");
      ready.add(value.canonical());
    }
    if (!node.inside().isEmpty()) {
      open.push(node.inside().iterator());
    }
  }

  /** Compares two texts by their code points, as the event hash id requires. */
  static int compare(HashNode one, HashNode other) {
    HashPieces left = new HashPieces(List.of(one));
    HashPieces right = new HashPieces(List.of(other));
    String a = left.next();
    String b = right.next();
    int i = 0;
    int j = 0;
    while (a != null && b != null) {
      int length = Math.min(a.length() - i, b.length() - j);
      for (int k = 0; k < length; k++, i++, j++) {
        if (a.charAt(i) != b.charAt(j)) {
          return compareCodePoints(a.charAt(i), b.charAt(j));
        }
      }
      if (i == a.length()) {
        a = left.next();
        i = 0;
      }
      if (j == b.length()) {
        b = right.next();
        j = 0;
      }
    }
    return Boolean.compare(a != null, b != null);
  }

  /** A code point in two characters is behind all that are one. */
  private static int compareCodePoints(char a, char b) {
    boolean inPair = Character.isSurrogate(a);
    return inPair == Character.isSurrogate(b) ? Character.compare(a, b) : (inPair ? 1 : -1);
  }
}
