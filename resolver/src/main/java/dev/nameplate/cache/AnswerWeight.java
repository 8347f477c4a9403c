package dev.nameplate.cache;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.Verified;

/** Estimates the heap that a kept answer takes. */
final class AnswerWeight {
  /** A cache entry, an identifier with its texts, and an answer without a statement. */
  private static final int ENTRY = 400;

  /** A statement's objects besides its bytes. */
  private static final int STATEMENT = 700;

  /** A decoded value's objects; its texts take about as much again as they do in the body. */
  private static final int VALUE = 160;

  private AnswerWeight() {}

  static int of(Identifier identifier, Resolution answer) {
    if (answer instanceof Resolution.Found found) {
      return ENTRY + weigh(found.verified());
    }
    if (answer instanceof Resolution.Absent absent) {
      return ENTRY
          + absent.tombstone().map(AnswerWeight::weigh).orElse(0)
          + absent
              .denial()
              .map(denial -> STATEMENT + 2 * denial.statement().encodedSize())
              .orElse(0);
    }
    return ENTRY + STATEMENT;
  }

  private static int weigh(Verified<IdentifierRecord> statement) {
    return STATEMENT
        + 2 * statement.statement().encodedSize()
        + VALUE * statement.value().values().size();
  }
}
