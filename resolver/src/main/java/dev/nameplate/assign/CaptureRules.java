package dev.nameplate.assign;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventKind;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rules for events beyond their bounds, checked before they are recorded. Thread-safe; reads the
 * store.
 */
public final class CaptureRules {
  /** The longest time by which an event may be ahead of the node's clock. */
  public static final Duration MOST_AHEAD = Duration.ofMinutes(5);

  private final OwnPrefixes prefixes;
  private final StatementReader statements;
  private final Withdrawable withdrawable;
  private final Clock clock;
  private final NewNames names;

  /** Knows which events may be withdrawn. */
  @FunctionalInterface
  public interface Withdrawable {
    /**
     * Refuses a target that is not recorded, or hidden from the withdrawing caller.
     *
     * @throws dev.nameplate.error.PreconditionException {@code NOT_RECORDED}
     */
    void require(Capture withdrawal, Target.ById target, Caller caller);
  }

  /**
   * The rules of a node.
   *
   * @param prefixes the prefixes that it serves
   * @param statements the reader of its log
   * @param withdrawable checks events to withdraw
   * @param clock the clock
   */
  public CaptureRules(
      OwnPrefixes prefixes, StatementReader statements, Withdrawable withdrawable, Clock clock) {
    this.prefixes = prefixes;
    this.statements = statements;
    this.withdrawable = withdrawable;
    this.clock = clock;
    this.names = new NewNames(this::isKnown);
  }

  private boolean isKnown(ItemId item) {
    return item.identifier()
        .filter(identifier -> prefixes.contains(identifier.prefix()))
        .filter(statements::isAssigned)
        .isPresent();
  }

  /** Refuses an event that breaks a rule; returns accepted oddities, as codes. */
  List<String> check(Capture capture, Caller caller) {
    Event event = capture.event();
    List<String> labels =
        new ArrayList<>(event.source().map(EventSource::labels).orElse(List.of()));
    checkNames(event);
    names.check(event);
    checkTime(event, labels);
    checkMade(event.occurrence());
    if (event.occurrence() instanceof Withdrawn withdrawn) {
      checkTarget(capture, withdrawn.target(), caller, labels);
    }
    if (namedIdentifiers(event).anyMatch(this::isUnassigned)) {
      labels.add("unassigned");
    }
    return labels;
  }

  /** Refuses names that mean nothing outside the document that they were taken from. */
  private static void checkNames(Event event) {
    requireGlobal("name", event.name());
    event.occurrence().items().forEach(item -> requireGlobal("item", item.id().canonical()));
    if (event.occurrence() instanceof Processed process) {
      requireGlobal("process", process.process());
    }
    if (event.occurrence() instanceof Withdrawn withdrawn) {
      if (withdrawn.target() instanceof Target.ByName byName) {
        requireGlobal("event", byName.name());
      }
      withdrawn.replacements().forEach(name -> requireGlobal("replacements", name));
    }
  }

  private static void requireGlobal(String field, String name) {
    if (name.startsWith("_:")) {
      throw new InvalidEventException(
          field, name, "a globally unique name; a blank node is valid only inside its document");
    }
  }

  /** Checks the time: only a document may state a time in the future. */
  private void checkTime(Event event, List<String> labels) {
    Instant now = clock.instant();
    if (event.time().isAfter(now.plus(MOST_AHEAD))) {
      if (event.source().isEmpty()) {
        throw new InvalidEventException(
            "time",
            event.time().toString(),
            "at most " + MOST_AHEAD.toMinutes() + " minutes after " + now + ", the node's time");
      }
      labels.add("future");
    }
  }

  /** Checks the authority over created identifiers; a repaired item is not created. */
  private void checkMade(Occurrence occurrence) {
    Set<ItemId> repaired = new HashSet<>();
    if (occurrence instanceof Processed process) {
      process.inputs().forEach(input -> repaired.add(input.id()));
    }
    String field = occurrence.kind() == EventKind.CREATE ? "create.items" : "process.outputs";
    List<EventItem> made = occurrence.made();
    for (int i = 0; i < made.size(); i++) {
      ItemId item = made.get(i).id();
      if (item.identifier().isPresent()
          && !prefixes.contains(item.identifier().get().prefix())
          && !repaired.contains(item)) {
        throw NotAuthoritativeException.ofMade(
            field + "[" + i + "]", item.identifier().get(), prefixes.anchors());
      }
    }
  }

  /** Checks the target of a withdrawal, without revealing whether a hidden event is recorded. */
  private void checkTarget(Capture capture, Target target, Caller caller, List<String> labels) {
    boolean own = caller.seesAll();
    if (target instanceof Target.ById byId) {
      if (own || !capture.restricted()) {
        withdrawable.require(capture, byId, caller);
      }
    } else if (target instanceof Target.ByName byName
        && statements.events(capture.recorder(), byName.name()).stream()
            .noneMatch(named -> own || !named.value().isRestricted())) {
      labels.add("target-unknown");
    }
  }

  private static Stream<Identifier> namedIdentifiers(Event event) {
    return event.occurrence().items().flatMap(item -> item.id().identifier().stream());
  }

  private boolean isUnassigned(Identifier identifier) {
    return prefixes.contains(identifier.prefix()) && !statements.isAssigned(identifier);
  }
}
