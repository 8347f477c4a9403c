package dev.nameplate.epcis;

import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.JsonTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The contexts of several documents as one, in which every compact name still stands for what it
 * stood for. Where two of them say different things, the first counts, and events of the other
 * bring their own.
 */
final class Contexts {
  private static final int MOST = 1000;
  private static final int MOST_CHARS = 16 << 20;

  private final Set<String> texts = new LinkedHashSet<>();
  private int chars;
  private final Set<String> named = new LinkedHashSet<>();
  private final Map<String, Object> terms = new LinkedHashMap<>();

  /** What was found out about each of the texts. */
  private final Map<String, Boolean> covered = new HashMap<>();

  /**
   * Adds a context, as JSON; beyond the first thousand different ones, or 16 Mi characters, none
   * is.
   */
  void add(String context) {
    boolean full = texts.size() == MOST || context.length() > MOST_CHARS - chars;
    if (context.isEmpty() || full || !texts.add(context)) {
      return;
    }
    chars += context.length();
    covered.clear();
    parts(context)
        .forEach(
            part -> {
              if (part instanceof Map<?, ?> own) {
                own.forEach((term, meaning) -> terms.putIfAbsent(term.toString(), meaning));
              } else {
                named.add(part.toString());
              }
            });
  }

  /** Whether none was added. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Whether a context is in this one. */
  boolean covers(String context) {
    if (context.isEmpty() || texts.size() == 1) {
      return context.isEmpty() || texts.contains(context);
    }
    return texts.contains(context) && covered.computeIfAbsent(context, this::saysNothingElse);
  }

  private boolean saysNothingElse(String context) {
    return parts(context).stream()
        .filter(Map.class::isInstance)
        .allMatch(part -> terms.entrySet().containsAll(((Map<?, ?>) part).entrySet()));
  }

  /** All of them, as JSON; the only one as it was written. */
  String text() {
    if (texts.size() == 1) {
      return texts.iterator().next();
    }
    List<Object> all = new ArrayList<>(named);
    if (!terms.isEmpty()) {
      all.add(terms);
    }
    return JsonTree.write(all);
  }

  /** The parts of a context: names of others as strings, terms as a map. */
  static List<Object> parts(String context) {
    List<Object> parts = new ArrayList<>();
    try {
      flatten(JsonTree.read(context), parts);
    } catch (InvalidRecordException e) {
      return List.of(); // it was read from a document, or else is nothing to go by
    }
    return parts;
  }

  private static void flatten(Object context, List<Object> parts) {
    if (context instanceof List<?> list) {
      list.forEach(one -> flatten(one, parts));
    } else if (context instanceof String || context instanceof Map) {
      parts.add(context);
    }
  }
}
