package dev.nameplate.cache;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;

/**
 * Estimates the heap of a kept answer, without the delegations behind it, which are shared. {@code
 * CacheHeap} among the benchmarks compares the estimate with what is measured.
 */
final class AnswerWeight {
  /** A cache entry, an identifier, and an answer without a statement. */
  private static final int ENTRY = 350;

  /** A statement's objects besides its bytes. */
  private static final int STATEMENT = 700;

  /** A decoded value's objects; its texts take about as much again as they do in the body. */
  private static final int VALUE = 160;

  private AnswerWeight() {}

  static int of(Identifier identifier, Resolution answer) {
    return ENTRY + 2 * identifier.utf8Length() + weigh(answer); // as written and in canonical form
  }

  private static int weigh(Resolution answer) {
    if (answer instanceof Resolution.Found found) {
      return weigh(found.verified());
    }
    if (answer instanceof Resolution.Absent absent) {
      return absent.tombstone().map(AnswerWeight::weigh).orElse(0)
          + absent.denial().map(denial -> weigh(denial.statement())).orElse(0);
    }
    return STATEMENT;
  }

  private static int weigh(Verified<IdentifierRecord> record) {
    return weigh(record.statement()) + VALUE * record.value().values().size();
  }

  private static int weigh(SignedStatement statement) {
    return STATEMENT + 2 * statement.encodedSize();
  }
}
