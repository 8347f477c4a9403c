package dev.nameplate.log.read;

import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.trust.chain.Verified;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The records of two scans, which have none in common, in canonical order. Used by one thread. */
final class JoinedScan implements StatementReader.Scan<IdentifierRecord> {
  private final StatementReader.Scan<IdentifierRecord> first;
  private final StatementReader.Scan<IdentifierRecord> second;
  private @Nullable Verified<IdentifierRecord> ofFirst;
  private @Nullable Verified<IdentifierRecord> ofSecond;

  JoinedScan(
      StatementReader.Scan<IdentifierRecord> first, StatementReader.Scan<IdentifierRecord> second) {
    this.first = first;
    this.second = second;
  }

  @Override
  public boolean hasNext() {
    return ofFirst != null || ofSecond != null || first.hasNext() || second.hasNext();
  }

  @Override
  public Verified<IdentifierRecord> next() {
    Verified<IdentifierRecord> a = ofFirst == null && first.hasNext() ? first.next() : ofFirst;
    Verified<IdentifierRecord> b = ofSecond == null && second.hasNext() ? second.next() : ofSecond;
    boolean takesFirst =
        a != null && (b == null || a.value().identifier().compareTo(b.value().identifier()) <= 0);
    Verified<IdentifierRecord> taken = takesFirst ? a : b;
    if (taken == null) {
      throw new NoSuchElementException();
    }
    ofFirst = takesFirst ? null : a;
    ofSecond = takesFirst ? b : null;
    return taken;
  }

  @Override
  public void close() {
    try (first) {
      second.close();
    }
  }
}
