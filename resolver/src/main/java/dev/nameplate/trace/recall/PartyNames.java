package dev.nameplate.trace.recall;

import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Trail;
import dev.nameplate.trace.read.Entry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Names under which recorders give and receive an item. Who says that he gave or received is who
 * records it, unless he also records for others: then he has several names, his own is among those
 * of the parties, he records what others passed on, receives under that name what he has already,
 * or gives what somebody of that name got. A name that two use may be that of either, and is taken
 * for neither's. Used by one thread.
 */
public final class PartyNames {
  /** The only name that a recorder uses for itself. */
  private final Map<String, String> only;

  /** The other name of a recorder, and the other way round. */
  private final Map<String, Set<String>> others = new HashMap<>();

  private PartyNames(Map<String, String> only) {
    this.only = only;
  }

  /** Looks for names in the entries of an item. */
  public static PartyNames of(List<Entry> entries) {
    Map<String, String> only = new HashMap<>();
    Set<String> notOnly = new HashSet<>();
    List<Entry.Event> transfers =
        entries.stream().filter(entry -> entry.trail() == Trail.MOVED).map(Entry::event).toList();
    for (Entry.Event event : transfers) {
      notOnly.add(event.from());
      notOnly.add(event.to());
      String name = name(event);
      if (!name.isEmpty()) {
        String known = only.putIfAbsent(event.recorder(), name);
        if (known != null && !known.equals(name)) {
          notOnly.add(event.recorder());
        }
      }
    }
    for (Entry.Event event : transfers) {
      String name = only.get(event.recorder());
      if (!event.from().equals(name) && !event.to().equals(name)) {
        notOnly.add(event.recorder());
      }
    }
    only.keySet().removeAll(notOnly);
    Set<String> once = new HashSet<>();
    Set<String> twice = new HashSet<>();
    only.values().stream().filter(name -> !once.add(name)).forEach(twice::add);
    only.values().removeAll(twice);
    return new PartyNames(only);
  }

  /** The name of the side that recorded a transfer; empty if unknown. */
  private static String name(Entry.Event event) {
    return switch (event.side()) {
      case GIVEN -> event.from();
      case RECEIVED -> event.to();
      case UNSAID -> "";
    };
  }

  /**
   * Learns a recorder's name from its first transfer.
   *
   * @param had true if a party had any of the item before
   */
  void learn(Entry.Event event, Predicate<String> had) {
    String name = name(event);
    if (!name.isEmpty() && name.equals(only.remove(event.recorder()))) {
      boolean other = event.side() == Side.GIVEN ? had.test(name) : had.test(event.recorder());
      if (!other) {
        add(event.recorder(), name);
        add(name, event.recorder());
      }
    }
  }

  private void add(String one, String other) {
    others.computeIfAbsent(one, any -> new TreeSet<>()).add(other);
  }

  /** The side that recorded a transfer: if it is not stated, that of the recording party. */
  public Side side(Entry.Event event) {
    if (event.side() != Side.UNSAID) {
      return event.side();
    }
    return areSame(event.recorder(), event.from())
        ? Side.GIVEN
        : areSame(event.recorder(), event.to()) ? Side.RECEIVED : Side.UNSAID;
  }

  boolean areSame(String one, String other) {
    return one.equals(other) || others.getOrDefault(one, Set.of()).contains(other);
  }

  /** All names of a party, the given one first. */
  public List<String> of(String party) {
    return Stream.concat(Stream.of(party), others.getOrDefault(party, Set.of()).stream())
        .distinct()
        .toList();
  }
}
