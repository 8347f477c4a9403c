package dev.nameplate.gs1;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of an uncompressed GS1 Digital Link: a stem of any length, a key, and qualifiers
 * up to the end.
 */
final class DigitalLink {
  private DigitalLink() {}

  static Optional<Gs1Key> parse(String uri) {
    int path = startOfPath(uri);
    if (path < 0) {
      return Optional.empty();
    }
    List<String> segments = List.of(uri.substring(path, endOfPath(uri, path)).split("/"));
    for (int i = 0; i + 1 < segments.size(); i++) {
      Optional<KeyType> type = KeyType.named(segments.get(i));
      if (type.isPresent()) {
        Optional<Gs1Key> key = key(type.get(), segments.subList(i + 1, segments.size()));
        if (key.isPresent()) {
          return key;
        }
      }
    }
    return Optional.empty();
  }

  private static int startOfPath(String uri) {
    int host = startsWith(uri, "https://") ? 8 : startsWith(uri, "http://") ? 7 : -1;
    int slash = host < 0 ? -1 : uri.indexOf('/', host);
    return slash <= host ? -1 : slash + 1;
  }

  private static boolean startsWith(String uri, String scheme) {
    return uri.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static int endOfPath(String uri, int from) {
    for (int i = from; i < uri.length(); i++) {
      if (uri.charAt(i) == '?' || uri.charAt(i) == '#') {
        return i;
      }
    }
    return uri.length();
  }

  private static Optional<Gs1Key> key(KeyType type, List<String> segments) {
    Optional<String> value = PercentText.decoded(segments.get(0));
    if (value.isEmpty() || segments.size() % 2 == 0) {
      return Optional.empty();
    }
    Qualifier finest = null;
    String finestValue = "";
    for (int i = 1; i < segments.size(); i += 2) {
      Qualifier qualifier = Qualifier.named(segments.get(i)).filter(type::takes).orElse(null);
      Optional<String> decoded =
          PercentText.decoded(segments.get(i + 1)).filter(v -> fits(qualifier, v));
      if (qualifier == null || decoded.isEmpty() || qualifier == finest) {
        return Optional.empty();
      }
      if (qualifier != Qualifier.VARIANT && (finest == null || finest.compareTo(qualifier) < 0)) {
        finest = qualifier;
        finestValue = decoded.get();
      }
    }
    return Gs1Key.of(type, padded(type, value.get()), finest, finestValue);
  }

  private static boolean fits(@Nullable Qualifier qualifier, String value) {
    return qualifier != null && qualifier.allows(value);
  }

  /** A GTIN of 8, 12 or 13 digits is the same with zeros before it. */
  private static String padded(KeyType type, String value) {
    int length = value.length();
    return type == KeyType.GTIN && (length == 8 || length == 12 || length == 13)
        ? "0".repeat(14 - length) + value
        : value;
  }
}
