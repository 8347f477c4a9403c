package dev.nameplate.server;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A small world of companies that make things of each other's things, and what each writes down at
 * its own node. It answers naively, from the lists of all events, what a trace must find: what one
 * node tells of an item, and whom it sends on to.
 */
final class CompaniesWorld {
  private static final Instant BEGIN = Instant.parse("2026-04-01T06:00:00Z");

  private final Random random;
  private final long seed;
  private final List<Prefix> companies;
  private final List<Written> written = new ArrayList<>();
  private final Map<Prefix, Set<String>> has = new LinkedHashMap<>();
  private final Set<String> withdrawn = new HashSet<>();
  private int made;

  /** An event at the node of a company. */
  record Written(Prefix by, Event event, boolean restricted) {}

  /**
   * What a trace must show.
   *
   * @param explained items of which somebody knows, or may know, the origin
   */
  record Answer(Set<String> items, Set<String> events, Set<String> holes, Set<String> explained) {
    Answer() {
      this(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    }
  }

  /** An item at a node. */
  private record At(Prefix node, String item) {}

  CompaniesWorld(long seed, List<Prefix> companies, int steps) {
    this.random = new Random(seed);
    this.seed = seed;
    this.companies = companies;
    companies.forEach(company -> has.put(company, new TreeSet<>()));
    companies.forEach(company -> create(company));
    for (int step = 0; step < steps; step++) {
      step(any(companies));
    }
  }

  List<Written> written() {
    return written;
  }

  /** All items, and who may be asked about each: its own node, and whoever had it. */
  Map<String, Set<Prefix>> items() {
    Map<String, Set<Prefix>> items = new TreeMap<>();
    for (Written one : written) {
      one.event()
          .occurrence()
          .items()
          .forEach(
              item ->
                  items
                      .computeIfAbsent(item.id().toString(), any -> new HashSet<>())
                      .addAll(
                          authority(item.id().toString()).isPresent()
                              ? companies
                              : Set.of(one.by())));
    }
    return items;
  }

  private void step(Prefix company) {
    switch (random.nextInt(8)) {
      case 0 -> create(company);
      case 1, 2, 3 -> ship(company, any(companies));
      case 4 -> withdraw(company);
      default -> process(company);
    }
  }

  private void create(Prefix company) {
    String item = newItem(company);
    has(company).add(item);
    if (random.nextInt(3) > 0) { // else nobody knows where it came from
      write(company, new Created(items(List.of(item))), false);
    } else {
      ship(company, company);
    }
  }

  /** An item of its own, or now and then a lot that no node answers for. */
  private String newItem(Prefix company) {
    return random.nextInt(6) == 0
        ? "https://id.gs1.org/01/06901234000016/10/L" + seed + "-" + made++
        : company + "/H" + seed + "-" + made++;
  }

  private void process(Prefix company) {
    if (has(company).isEmpty()) {
      return;
    }
    Set<String> inputs = new TreeSet<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      inputs.add(any(List.copyOf(has(company))));
    }
    List<String> outputs = new ArrayList<>();
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      outputs.add(newItem(company));
    }
    has(company).addAll(outputs);
    write(
        company, new Processed(items(List.copyOf(inputs)), items(outputs)), random.nextInt(8) == 0);
  }

  private void ship(Prefix from, Prefix to) {
    if (has(from).isEmpty()) {
      return;
    }
    String item = any(List.copyOf(has(from)));
    has(to).add(item);
    if (!from.equals(to)) {
      transferred(from, item, from, to, Side.GIVEN);
      if (authority(item).isEmpty() || random.nextBoolean()) {
        transferred(to, item, from, to, Side.RECEIVED);
      }
    }
  }

  private void transferred(Prefix by, String item, Prefix from, Prefix to, Side side) {
    write(
        by,
        new Transferred(items(List.of(item)), from.toString(), to.toString(), side, List.of()),
        false);
  }

  /** Takes back the last process of a company. */
  private void withdraw(Prefix company) {
    Optional<Written> last =
        written.stream()
            .filter(one -> one.by().equals(company) && !one.restricted())
            .filter(one -> one.event().occurrence() instanceof Processed)
            .filter(one -> !withdrawn.contains(id(one)))
            .reduce((first, second) -> second);
    if (last.isPresent()) {
      withdrawn.add(id(last.get()));
      write(
          company,
          new Withdrawn(new Target.ById(Content.of(last.get().event()).id()), "wrong", List.of()),
          false);
    }
  }

  static String id(Written one) {
    return Content.of(one.event()).id().toString();
  }

  /** Made up of what each node knows and tells, going on where it says. */
  Answer follow(String item, boolean down, Prefix asked, Set<Prefix> silent) {
    Answer answer = new Answer();
    answer.items().add(item);
    Deque<At> open = new ArrayDeque<>();
    Set<At> seen = new HashSet<>();
    go(new At(asked, item), open, seen);
    while (!open.isEmpty()) {
      At at = open.remove();
      if (silent.contains(at.node())) {
        answer.holes().add("PEER_UNREACHABLE " + at.item());
        answer.explained().add(at.item());
      } else {
        expand(at, down, at.node().equals(asked), answer, open, seen);
      }
    }
    if (!down) { // goods may go to and fro, and nobody made them
      answer.items().stream()
          .filter(any -> !answer.explained().contains(any))
          .forEach(any -> answer.holes().add("UNKNOWN_ORIGIN " + any));
    }
    return answer;
  }

  private static void go(At at, Deque<At> open, Set<At> seen) {
    if (seen.add(at)) {
      open.add(at);
    }
  }

  private void expand(
      At at, boolean down, boolean own, Answer answer, Deque<At> open, Set<At> seen) {
    boolean makes = false;
    for (Written one : at(at.node())) {
      if (!(one.event().occurrence() instanceof Processed process)) {
        continue;
      }
      makes |= names(process.outputs(), at.item()) && stands(one) && (own || !one.restricted());
      if (!names(down ? process.inputs() : process.outputs(), at.item())) {
        continue;
      }
      if (one.restricted() && !own) {
        if (isKnown(at, own)) {
          answer.holes().add("NO_ACCESS");
          makes |= !down;
        }
        continue;
      }
      answer.events().add(id(one));
      if (stands(one)) {
        for (EventItem next : down ? process.outputs() : process.inputs()) {
          answer.items().add(next.id().toString());
          go(new At(at.node(), next.id().toString()), open, seen);
        }
      }
    }
    Set<Prefix> others = others(at, down);
    others.forEach(other -> go(new At(other, at.item()), open, seen));
    if (!down && (makes || isCreated(at))) {
      answer.explained().add(at.item());
    }
  }

  /** To strangers, a node does not know what it told nobody of. */
  private boolean isKnown(At at, boolean own) {
    return at(at.node()).stream()
        .filter(one -> own || !one.restricted())
        .anyMatch(
            one ->
                one.event()
                    .occurrence()
                    .items()
                    .anyMatch(item -> item.id().toString().equals(at.item())));
  }

  /** Who else may know of an item: who answers for it, who gave it, and who got it. */
  private Set<Prefix> others(At at, boolean down) {
    Set<Prefix> others = new TreeSet<>(Comparator.comparing(Prefix::toString));
    Optional<Prefix> authority = authority(at.item());
    authority.ifPresent(others::add);
    for (Written one : at(at.node())) {
      if (one.event().occurrence() instanceof Transferred what
          && names(what.transferred(), at.item())) {
        if (down) {
          others.add(Prefix.parse(what.to()));
        }
        if (authority.isEmpty()) {
          others.add(Prefix.parse(what.from()));
        }
      }
    }
    others.remove(at.node());
    return others;
  }

  private boolean isCreated(At at) {
    return at(at.node()).stream()
        .anyMatch(
            one ->
                one.event().occurrence() instanceof Created what
                    && names(what.created(), at.item()));
  }

  /**
   * All that descends from an item, or that it descends from, by all events of some nodes that a
   * company may see.
   */
  Set<String> truth(String item, boolean down, Prefix reader, Collection<Prefix> nodes) {
    Set<String> found = new TreeSet<>(Set.of(item));
    for (boolean more = true; more; ) {
      more = false;
      for (Written one : written) {
        boolean isShown =
            nodes.contains(one.by()) && (one.by().equals(reader) || !one.restricted());
        if (isShown && stands(one) && one.event().occurrence() instanceof Processed process) {
          List<EventItem> from = down ? process.inputs() : process.outputs();
          if (from.stream().anyMatch(any -> found.contains(any.id().toString()))) {
            for (EventItem next : down ? process.outputs() : process.inputs()) {
              more |= found.add(next.id().toString());
            }
          }
        }
      }
    }
    return found;
  }

  /** Whether a node itself recorded anything of an item. */
  boolean isNamed(String item, Prefix node) {
    return isKnown(new At(node, item), true);
  }

  private boolean stands(Written one) {
    return !withdrawn.contains(id(one));
  }

  private List<Written> at(Prefix node) {
    return written.stream().filter(one -> one.by().equals(node)).toList();
  }

  private static boolean names(List<EventItem> items, String item) {
    return items.stream().anyMatch(one -> one.id().toString().equals(item));
  }

  private static Optional<Prefix> authority(String item) {
    return ItemId.parse(item).identifier().map(Identifier::prefix);
  }

  private Set<String> has(Prefix company) {
    return has.getOrDefault(company, new TreeSet<>());
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static List<EventItem> items(List<String> names) {
    return names.stream().map(EventItem::of).toList();
  }

  private void write(Prefix by, Occurrence what, boolean restricted) {
    Event event = Event.at(BEGIN.plusSeconds(60L * written.size()), what);
    written.add(new Written(by, event, restricted));
  }
}
