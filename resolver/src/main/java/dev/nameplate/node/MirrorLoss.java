package dev.nameplate.node;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.PreconditionException;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The part of a log that a mirror lacks, because it is not shown to strangers.
 *
 * @param statements number of examined statements
 * @param restricted number of statements with restricted values, and of restricted events: their
 *     content is missing
 * @param recent number of statements younger than the retention of operation ids: their ids are
 *     unknown, so that a repeated write is not recognised
 */
public record MirrorLoss(long statements, long restricted, long recent) {
  private static final Duration REMEMBERED = Duration.ofDays(7);

  static MirrorLoss count(StatementReader reader, Instant now) {
    try (StatementReader.Cursor cursor = reader.fromPosition(0)) {
      return count(cursor::hasNext, cursor::next, now);
    }
  }

  static MirrorLoss count(BooleanSupplier more, Supplier<Verified<?>> next, Instant now) {
    long statements = 0;
    long restricted = 0;
    long recent = 0;
    while (more.getAsBoolean()) {
      Verified<?> statement = next.get();
      statements++;
      restricted += isRestricted(statement.value()) ? 1 : 0;
      recent += statement.batch().time().isAfter(now.minus(REMEMBERED)) ? 1 : 0;
    }
    return new MirrorLoss(statements, restricted, recent);
  }

  private static boolean isRestricted(Object said) {
    return said instanceof IdentifierRecord record
        ? !record.withheld().isEmpty()
        : said instanceof RecordedEvent event && event.content().isEmpty();
  }

  void requireAccepted(boolean accepted) {
    if (!accepted && restricted + recent > 0) {
      throw new PreconditionException(
          ErrorReason.READ_ONLY,
          "the mirror lacks the restricted content of "
              + restricted
              + " statements and the operation ids of "
              + recent
              + " writes of the last 7 days (expected: nothing, or --accept-loss); a backup of "
              + "the node includes both");
    }
  }
}
