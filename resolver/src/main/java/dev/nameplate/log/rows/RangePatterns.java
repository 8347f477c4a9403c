package dev.nameplate.log.rows;

import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * The patterns of the ranges under a prefix, indexed by the form of their suffixes: a suffix that
 * matches none costs a look-up for each kind of cut, however many patterns there are. Thread-safe;
 * patterns are never taken away.
 */
public final class RangePatterns {
  private final Map<String, RangeShape> shapes = new ConcurrentHashMap<>();
  private final Set<Cut> cuts = new CopyOnWriteArraySet<>();
  private final Map<Place, List<RangeShape>> places = new ConcurrentHashMap<>();

  /** Position of the number in the suffixes of a pattern, and their length. */
  private record Cut(int head, int length) {}

  /** A cut, and the text before the number. */
  private record Place(Cut cut, String head) {}

  void add(SuffixPattern pattern) {
    shapes.computeIfAbsent(
        pattern.canonical(),
        canonical -> {
          RangeShape shape = RangeShape.of(pattern);
          Cut cut = new Cut(shape.head().length(), shape.length());
          places
              .computeIfAbsent(new Place(cut, shape.head()), place -> new CopyOnWriteArrayList<>())
              .add(shape);
          cuts.add(cut);
          return shape;
        });
  }

  /** True if a range has the pattern. */
  public boolean contains(SuffixPattern pattern) {
    return shapes.containsKey(pattern.canonical());
  }

  /** Number of patterns. */
  public int size() {
    return shapes.size();
  }

  /** The shapes of all patterns. */
  public Collection<RangeShape> all() {
    return shapes.values();
  }

  /** Patterns that may have made a suffix: they share its length and the text before the number. */
  List<SuffixPattern> like(Suffix suffix) {
    if (cuts.isEmpty()) {
      return List.of(); // as under most prefixes
    }
    String text = suffix.canonical();
    return cuts.stream()
        .filter(cut -> cut.length() == text.length())
        .flatMap(
            cut ->
                places
                    .getOrDefault(new Place(cut, text.substring(0, cut.head())), List.of())
                    .stream())
        .map(RangeShape::pattern)
        .toList();
  }
}
