package dev.nameplate.trace;

import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.lineage.Trail;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Under which names recorders give and receive an item. Who says that he gave or received is who
 * records it, unless he also records for others: then he has several names, his own is among those
 * of the parties, he records what others passed on, or a receipt of what he made himself and never
 * gave. Immutable.
 */
final class PartyNames {
  /** The other name of a recorder, and the other way round. */
  private final Map<String, Set<String>> others = new HashMap<>();

  private PartyNames(Map<String, Set<String>> learnt) {
    learnt.forEach((recorder, names) -> names.forEach(name -> add(recorder, name)));
  }

  private void add(String recorder, String name) {
    others.computeIfAbsent(recorder, any -> new TreeSet<>()).add(name);
    others.computeIfAbsent(name, any -> new TreeSet<>()).add(recorder);
  }

  /** Learns names from the entries of an item, in their order. */
  static PartyNames of(List<Entry> entries) {
    Map<String, Set<String>> learnt = new TreeMap<>();
    Set<String> notOwn = new HashSet<>();
    Set<String> makers = new HashSet<>();
    for (Entry entry : entries) {
      Entry.Event event = entry.event();
      if (entry.trail() == Trail.BORN || entry.trail() == Trail.MADE) {
        makers.add(event.recorder());
      } else if (entry.trail() == Trail.MOVED) {
        notOwn.add(event.from());
        notOwn.add(event.to());
        String name = event.side() == Side.GIVEN ? event.from() : event.to();
        if (event.side() != Side.UNSAID && !name.isEmpty()) {
          boolean returned = learnt.containsKey(event.recorder());
          if (event.side() == Side.RECEIVED && makers.contains(event.recorder()) && !returned) {
            notOwn.add(event.recorder());
          }
          learnt.computeIfAbsent(event.recorder(), any -> new TreeSet<>()).add(name);
        }
      }
    }
    learnt.keySet().removeAll(notOwn);
    learnt.values().removeIf(names -> names.size() > 1);
    for (Entry entry : entries) {
      Entry.Event event = entry.event();
      Set<String> name = learnt.getOrDefault(event.recorder(), Set.of());
      if (entry.trail() == Trail.MOVED
          && !name.contains(event.from())
          && !name.contains(event.to())) {
        learnt.remove(event.recorder());
      }
    }
    return new PartyNames(learnt);
  }

  boolean areSame(String one, String other) {
    return one.equals(other) || others.getOrDefault(one, Set.of()).contains(other);
  }

  /** All names of a party, the given one first. */
  List<String> of(String party) {
    return Stream.concat(Stream.of(party), others.getOrDefault(party, Set.of()).stream())
        .distinct()
        .toList();
  }
}
