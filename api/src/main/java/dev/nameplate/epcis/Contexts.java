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
 * Merged JSON-LD context of several documents, in which every compact name keeps its meaning. Where
 * two contexts conflict, the first is used, and events of the other carry their own.
 */
final class Contexts {
  private static final int MOST = 1000;
  private static final int MOST_CHARS = 16 << 20;

  private final Set<String> texts = new LinkedHashSet<>();
  private int chars;
  private final Set<String> named = new LinkedHashSet<>();
  private final Map<String, Object> terms = new LinkedHashMap<>();

  /** Results of {@code covers}, by context text. */
  private final Map<String, Boolean> covered = new HashMap<>();

  /**
   * Adds a context, as JSON; beyond the first 1,000 different contexts, or 16 Mi characters, none
   * is added.
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

  /** True if no context was added. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /** True if the merged context gives every name of a context the same meaning. */
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

  /** All contexts as one JSON text; a single context as written. */
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
