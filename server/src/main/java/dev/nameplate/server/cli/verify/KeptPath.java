package dev.nameplate.server.cli.verify;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NodeException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.gs1.Grain;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trace.Verdict.Authority;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes among the verified events of a file, and the path that they make from an item to
 * what was made of it. A process leads on by events that are not withdrawn and claim no item of
 * another authority; nothing leads on from a class of goods. Holds the names of the items of all
 * processes of the file. Used by one thread.
 */
final class KeptPath {
  private final ItemId from;
  private final ItemId to;
  private final List<Made> events = new ArrayList<>();

  /** Items as the first event that names them writes them, by canonical form. */
  private final Map<String, String> written = new HashMap<>();

  private final Set<String> classes = new HashSet<>();

  /**
   * A path to find.
   *
   * @throws InvalidInputException if both items are the same
   */
  KeptPath(ItemId from, ItemId to) {
    if (from.canonical().equals(to.canonical())) {
      throw InvalidInputException.of("--path", to.toString(), "two different items");
    }
    this.from = from;
    this.to = to;
  }

  /**
   * An event of a process.
   *
   * @param process a value that all events of the process have in common
   * @param log the log that holds it
   * @param ownOnly true if it claims no item of another authority than its recorder's
   */
  record Made(
      Object process,
      EventId id,
      Prefix recorder,
      LogName log,
      String name,
      List<String> inputs,
      List<String> outputs,
      boolean ownOnly) {}

  /** A step of the path: an item, and the events of the process that made it. */
  record Step(String item, List<Made> events) {}

  /** Adds a verified event; only processes that can be read lead anywhere. */
  void add(RecordedEvent recorded, LogName log) {
    Optional<Event> event = recorded.event();
    if (event.isPresent() && event.get().occurrence() instanceof Processed what) {
      EventId id = recorded.id().orElseThrow();
      Prefix recorder = recorded.recorder();
      events.add(
          new Made(
              what.process().isEmpty() ? id : List.of(log, recorder, what.process()),
              id,
              recorder,
              log,
              event.get().name(),
              names(what.inputs()),
              names(what.outputs()),
              Authority.over(what, recorder::contains) != Authority.NO));
    }
  }

  private List<String> names(List<EventItem> items) {
    for (EventItem item : items) {
      written.putIfAbsent(item.id().canonical(), item.id().toString());
      if (item.id().grain() == Grain.CLASS) {
        classes.add(item.id().canonical());
      }
    }
    return items.stream().map(item -> item.id().canonical()).distinct().toList();
  }

  /**
   * The steps of the shortest path, the first item without events.
   *
   * @param withdrawn true for an event that was withdrawn by another of the file
   * @throws NodeException {@code STATEMENT_REJECTED} if there is none, with the reason
   */
  List<Step> steps(Predicate<Made> withdrawn) {
    Set<Made> gone = new HashSet<>(events.stream().filter(withdrawn).toList());
    return find(event -> event.ownOnly() && !gone.contains(event)).orElseThrow(() -> broken(gone));
  }

  private NodeException broken(Set<Made> gone) {
    String why =
        find(event -> !gone.contains(event)).isPresent()
            ? "every path includes an event that claims outputs of another authority"
            : find(Made::ownOnly).isPresent()
                ? "every path includes a withdrawn event"
                : find(event -> true).isPresent()
                    ? "every path includes events that are withdrawn or claim outputs of another authority"
                    : "the connecting events are missing";
    return new NodeException(
        ErrorReason.STATEMENT_REJECTED,
        "--path: no unbroken path from %s to %s in this file: %s"
            .formatted(VisibleText.of(from.toString()), VisibleText.of(to.toString()), why));
  }

  /** The events of a process that are valid. */
  private static final class Stage {
    private final List<Made> events = new ArrayList<>();
    private boolean reached;

    Stream<String> outputs() {
      return events.stream().flatMap(event -> event.outputs().stream());
    }
  }

  private record Reached(String before, @Nullable Stage by) {}

  private Optional<List<Step>> find(Predicate<Made> valid) {
    Map<Object, Stage> stages = new HashMap<>();
    Map<String, List<Stage>> users = new HashMap<>();
    for (Made event : events) {
      if (valid.test(event)) {
        Stage stage = stages.computeIfAbsent(event.process(), any -> new Stage());
        stage.events.add(event);
        event
            .inputs()
            .forEach(item -> users.computeIfAbsent(item, any -> new ArrayList<>()).add(stage));
      }
    }
    Map<String, Reached> reached = new HashMap<>();
    Deque<String> open = new ArrayDeque<>(List.of(from.canonical()));
    reached.put(from.canonical(), new Reached("", null));
    while (!open.isEmpty() && !reached.containsKey(to.canonical())) {
      String item = open.remove();
      for (Stage stage : users.getOrDefault(item, List.of())) {
        if (!stage.reached) {
          stage.reached = true;
          stage
              .outputs()
              .filter(made -> reached.putIfAbsent(made, new Reached(item, stage)) == null)
              .filter(made -> !classes.contains(made))
              .forEach(open::add);
        }
      }
    }
    return reached.containsKey(to.canonical()) ? Optional.of(path(reached)) : Optional.empty();
  }

  private List<Step> path(Map<String, Reached> reached) {
    List<Step> steps = new ArrayList<>();
    String item = to.canonical();
    Reached step = reached.get(item);
    while (step != null) {
      Stage by = step.by();
      steps.add(
          new Step(
              written.getOrDefault(item, item),
              by == null ? List.of() : by.events.stream().distinct().toList()));
      item = step.before();
      step = by == null ? null : reached.get(item);
    }
    Collections.reverse(steps);
    return steps;
  }
}
