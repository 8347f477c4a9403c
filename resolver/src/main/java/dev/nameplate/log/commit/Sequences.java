package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.SequenceExhaustedException;
import dev.nameplate.log.read.FormerLog;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Draws the next identifier of a pattern. No sequence is stored: which numbers are used up is what
 * the log says is assigned, found with a few reads when a pattern is first used and remembered
 * then. So no crash, copy or restored backup can repeat a number. Used by one thread.
 */
final class Sequences {
  /** The most sequences that are cached; others are found again. */
  private static final int REMEMBERED = 4096;

  /** Attempts to draw a random suffix that is free. */
  private static final int DRAWS = 64;

  private final RandomGenerator random;
  private final Optional<FormerLog> former;
  private final Map<Sequence, Long> next =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sequence, Long> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Sequence(Prefix prefix, SuffixPattern pattern) {}

  Sequences(RandomGenerator random) {
    this(random, Optional.empty());
  }

  /** Draws numbers behind those of the node's former log. */
  Sequences(RandomGenerator random, Optional<FormerLog> former) {
    this.random = random;
    this.former = former;
  }

  /**
   * The identifier that comes next. Drawing it again gives the same number, until it is taken.
   *
   * @param time the time of the batch
   * @param taken whether an identifier is assigned, or about to be
   * @throws SequenceExhaustedException if there is none left
   */
  Identifier draw(Write.Mint mint, Instant time, Predicate<Identifier> taken) {
    SuffixPattern pattern = mint.pattern().at(time.atOffset(mint.offset()));
    Prefix prefix = mint.prefix();
    if (pattern.isRandom()) {
      return drawRandom(prefix, pattern, taken);
    }
    Sequence sequence = new Sequence(prefix, pattern);
    Predicate<Long> used = number -> taken.test(of(sequence, number));
    long number = firstUnused(start(sequence), pattern.mostNumber(), used);
    if (number > pattern.mostNumber()) {
      throw exhausted(sequence);
    }
    next.put(sequence, number);
    return of(sequence, number);
  }

  /**
   * The first number of the next block: free, as far as can be seen like those behind it.
   *
   * @param pattern the block's pattern, with its dates
   * @param from the least allowed number
   * @param taken true if an identifier is assigned, or about to be
   * @throws SequenceExhaustedException if there are not that many left
   */
  long drawBlock(
      Write.MintBlock block, SuffixPattern pattern, long from, Predicate<Identifier> taken) {
    Sequence sequence = new Sequence(block.prefix(), pattern);
    long start = Math.max(from, start(sequence));
    Predicate<Long> used = number -> taken.test(of(sequence, number));
    long number = firstUnused(start, pattern.mostNumber(), used);
    if (number > pattern.mostNumber() - block.members() + 1) {
      throw exhausted(sequence);
    }
    next.put(sequence, number);
    return number;
  }

  private long start(Sequence sequence) {
    Long known = next.get(sequence);
    if (known != null) {
      return known;
    }
    return former
        .map(before -> FormerNumbers.first(before, sequence.prefix(), sequence.pattern()))
        .orElse(1L);
  }

  private SequenceExhaustedException exhausted(Sequence sequence) {
    return new SequenceExhaustedException(
        sequence.prefix(), sequence.pattern(), former.map(FormerLog::skip).orElse(0L));
  }

  private Identifier drawRandom(Prefix prefix, SuffixPattern pattern, Predicate<Identifier> taken) {
    for (int i = 0; i < DRAWS; i++) {
      Identifier drawn = Identifier.of(prefix, pattern.random(random));
      if (!taken.test(drawn)) {
        return drawn;
      }
    }
    throw new SequenceExhaustedException(prefix, pattern);
  }

  private static Identifier of(Sequence sequence, long number) {
    return Identifier.of(sequence.prefix(), sequence.pattern().numbered(number));
  }

  /**
   * A number from {@code start} on that is unused while its predecessor is used, or {@code start}
   * itself; one more than {@code most} if there is none. Strides double, then halve: a sequence of
   * 10^18 is found with 120 reads.
   */
  static long firstUnused(long start, long most, Predicate<Long> used) {
    if (start > most || !used.test(start)) {
      return start;
    }
    long usedAt = start;
    long unusedAt = most + 1;
    for (long stride = 1; usedAt + stride <= most; stride *= 2) {
      if (!used.test(usedAt + stride)) {
        unusedAt = usedAt + stride;
        break;
      }
      usedAt += stride;
    }
    while (unusedAt - usedAt > 1) {
      long middle = usedAt + (unusedAt - usedAt) / 2;
      if (used.test(middle)) {
        usedAt = middle;
      } else {
        unusedAt = middle;
      }
    }
    return unusedAt;
  }
}
