package dev.nameplate.server.cli.verify;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes among the verified events of a file, and the path that they make from an item to
 * what was made of it. A process leads on if its events are not withdrawn and claim no item of
 * another authority. Holds the items of all processes of the file. Used by one thread.
 */
final class KeptPath {
  private final ItemId from;
  private final ItemId to;
  private final Map<Object, Stage> processes = new LinkedHashMap<>();

  /** Items as the first event that names them writes them, by canonical form. */
  private final Map<String, String> written = new HashMap<>();

  KeptPath(ItemId from, ItemId to) {
    this.from = from;
    this.to = to;
  }

  /** A step of the path: the events of a process, and what they made. */
  record Step(String item, List<EventId> events) {}

  private static final class Stage {
    private final List<RecordedEvent> events = new ArrayList<>();

    Stream<String> inputs(Predicate<RecordedEvent> counted) {
      return of(counted).flatMap(what -> what.inputs().stream()).map(KeptPath::name);
    }

    Stream<String> outputs(Predicate<RecordedEvent> counted) {
      return of(counted).flatMap(what -> what.outputs().stream()).map(KeptPath::name);
    }

    private Stream<Processed> of(Predicate<RecordedEvent> counted) {
      return events.stream().filter(counted).map(KeptPath::processed);
    }
  }

  private static Processed processed(RecordedEvent event) {
    return (Processed) event.event().orElseThrow().occurrence();
  }

  private static String name(EventItem item) {
    return item.id().canonical();
  }

  /** Adds a verified event; only processes that can be read lead anywhere. */
  void add(RecordedEvent event) {
    if (event.event().isPresent() && event.event().get().occurrence() instanceof Processed what) {
      Object process =
          what.process().isEmpty()
              ? event.id().orElseThrow()
              : List.of(event.recorder(), what.process());
      processes.computeIfAbsent(process, any -> new Stage()).events.add(event);
      Stream.concat(what.inputs().stream(), what.outputs().stream())
          .forEach(item -> written.putIfAbsent(name(item), item.id().toString()));
    }
  }

  /**
   * The steps of the shortest path, the first item without events.
   *
   * @param withdrawn true for an event that was withdrawn by another of the file
   * @throws NodeException {@code STATEMENT_REJECTED} if there is none, with the reason
   */
  List<Step> steps(Predicate<RecordedEvent> withdrawn) {
    Predicate<RecordedEvent> valid = event -> !withdrawn.test(event) && claimsItsOwn(event);
    return find(valid).orElseThrow(() -> broken(withdrawn));
  }

  private NodeException broken(Predicate<RecordedEvent> withdrawn) {
    String why =
        find(event -> !withdrawn.test(event)).isPresent()
            ? "each leads through an event that claims to have made items of another authority"
            : find(KeptPath::claimsItsOwn).isPresent()
                ? "each leads through a withdrawn event"
                : find(event -> true).isPresent()
                    ? "each leads through events that are withdrawn, or claim items of another"
                        + " authority"
                    : "the events between are missing";
    return new NodeException(
        ErrorReason.STATEMENT_REJECTED,
        "--path: no unbroken path from %s to %s in this file: %s"
            .formatted(VisibleText.of(from.toString()), VisibleText.of(to.toString()), why));
  }

  /** True unless an event claims to have made items of another authority than its recorder. */
  private static boolean claimsItsOwn(RecordedEvent event) {
    Processed what = processed(event);
    Prefix recorder = event.recorder();
    Set<ItemId> repaired = new HashSet<>();
    what.inputs().forEach(input -> repaired.add(input.id()));
    return what.outputs().stream()
        .map(EventItem::id)
        .filter(item -> !repaired.contains(item))
        .flatMap(item -> item.identifier().map(Identifier::prefix).stream())
        .allMatch(recorder::contains);
  }

  private Optional<List<Step>> find(Predicate<RecordedEvent> counted) {
    Map<String, List<Stage>> users = new HashMap<>();
    for (Stage process : processes.values()) {
      process
          .inputs(counted)
          .distinct()
          .forEach(item -> users.computeIfAbsent(item, any -> new ArrayList<>()).add(process));
    }
    Map<String, Reached> reached = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(from.canonical()));
    reached.put(from.canonical(), new Reached("", null));
    while (!open.isEmpty() && !reached.containsKey(to.canonical())) {
      String item = open.remove();
      for (Stage process : users.getOrDefault(item, List.of())) {
        process
            .outputs(counted)
            .filter(made -> reached.putIfAbsent(made, new Reached(item, process)) == null)
            .forEach(open::add);
      }
    }
    return reached.containsKey(to.canonical())
        ? Optional.of(path(reached, counted))
        : Optional.empty();
  }

  private record Reached(String before, @Nullable Stage by) {}

  private List<Step> path(Map<String, Reached> reached, Predicate<RecordedEvent> counted) {
    List<Step> steps = new ArrayList<>();
    String item = to.canonical();
    for (Reached step = reached.get(item); step != null; step = reached.get(item)) {
      Stage by = step.by();
      steps.add(
          new Step(
              written.getOrDefault(item, item),
              by == null
                  ? List.of()
                  : by.events.stream()
                      .filter(counted)
                      .flatMap(event -> event.id().stream())
                      .distinct()
                      .toList()));
      if (by == null) {
        break;
      }
      item = step.before();
    }
    Collections.reverse(steps);
    return steps;
  }
}
