package dev.nameplate.log.commit;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.read.FormerLog;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/** Finds the numbers of sequences that a node's former log leaves free. */
final class FormerNumbers {
  /** The most gaps between the numbers of a sequence that are skipped. */
  private static final int MOST_GAPS = 64;

  /** The most other records that are skipped in a gap. */
  private static final int MOST_PASSED = 10_000;

  private FormerNumbers() {}

  /**
   * The first number of a sequence to draw: behind the highest found number, and behind the skipped
   * numbers.
   */
  static long first(FormerLog former, Prefix prefix, SuffixPattern pattern) {
    StatementReader statements = former.statements();
    long most = pattern.mostNumber();
    LongPredicate used = number -> statements.isAssigned(of(prefix, pattern, number));
    long next = Sequences.firstUnused(1, most, used::test);
    for (int i = 0; i < MOST_GAPS && next <= most; i++) {
      OptionalLong further = nextUsed(statements, prefix, pattern, next);
      if (further.isEmpty()) {
        break;
      }
      next = Sequences.firstUnused(further.getAsLong(), most, used::test);
    }
    return next + former.skip();
  }

  private static OptionalLong nextUsed(
      StatementReader statements, Prefix prefix, SuffixPattern pattern, long from) {
    Suffix last = pattern.numbered(pattern.mostNumber());
    try (StatementReader.Scan<IdentifierRecord> records =
        statements.scan(prefix, pattern.numbered(from).canonical())) {
      for (int i = 0; i < MOST_PASSED && records.hasNext(); i++) {
        Suffix suffix = records.next().value().identifier().suffix();
        OptionalLong number = pattern.numberOf(suffix);
        if (number.isPresent() || suffix.compareTo(last) > 0) {
          return number;
        }
      }
    }
    return OptionalLong.empty();
  }

  private static Identifier of(Prefix prefix, SuffixPattern pattern, long number) {
    return Identifier.of(prefix, pattern.numbered(number));
  }
}
