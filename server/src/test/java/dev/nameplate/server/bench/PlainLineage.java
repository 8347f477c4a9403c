package dev.nameplate.server.bench;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Occurrence;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Lineage as nobody would build it for more than a few events: everything in maps of texts. */
final class PlainLineage {
  private final Map<String, Set<String>> inputs = new HashMap<>();
  private final Map<String, Set<String>> outputs = new HashMap<>();

  static PlainLineage of(List<Event> events) {
    Map<EventId, Event> standing = new LinkedHashMap<>();
    for (Event event : events) {
      if (event.occurrence() instanceof Occurrence.Withdrawn withdrawn) {
        standing.remove(((Occurrence.Target.ById) withdrawn.target()).id());
      } else {
        standing.put(RecordedEvent.Content.of(event).id(), event);
      }
    }
    PlainLineage lineage = new PlainLineage();
    standing.forEach(lineage::add);
    return lineage;
  }

  private void add(EventId id, Event event) {
    if (event.occurrence() instanceof Occurrence.Processed processed) {
      String process = processed.process().isEmpty() ? id.toString() : processed.process();
      inputs.computeIfAbsent(process, any -> new HashSet<>()).addAll(names(processed.inputs()));
      outputs.computeIfAbsent(process, any -> new HashSet<>()).addAll(names(processed.outputs()));
    }
  }

  private static List<String> names(List<EventItem> items) {
    return items.stream().map(item -> item.id().canonical()).toList();
  }

  Set<String> below(String item) {
    return reached(item, inputs, outputs);
  }

  Set<String> above(String item) {
    return reached(item, outputs, inputs);
  }

  private static Set<String> reached(
      String item, Map<String, Set<String>> from, Map<String, Set<String>> to) {
    Map<String, Set<String>> next = new HashMap<>();
    from.forEach(
        (process, items) ->
            items.forEach(
                one ->
                    next.computeIfAbsent(one, any -> new HashSet<>())
                        .addAll(to.getOrDefault(process, Set.of()))));
    Function<String, Set<String>> after = one -> next.getOrDefault(one, Set.of());
    Set<String> reached = new TreeSet<>();
    Deque<String> waiting = new ArrayDeque<>(Set.of(item));
    while (!waiting.isEmpty()) {
      String one = waiting.remove();
      if (reached.add(one)) {
        waiting.addAll(after.apply(one));
      }
    }
    return reached;
  }
}
