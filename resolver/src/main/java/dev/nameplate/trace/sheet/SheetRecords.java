package dev.nameplate.trace.sheet;

import dev.nameplate.access.Caller;
import dev.nameplate.error.NameplateException;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the records that a sheet needs, many at once. */
@FunctionalInterface
public interface SheetRecords {
  /**
   * Reads records. An identifier without an entry in the result is taken as {@link
   * Unknown#UNREACHABLE}.
   */
  Map<Identifier, Finding> find(Set<Identifier> identifiers);

  /** The result for an identifier. */
  sealed interface Finding {}

  /**
   * A verified record as the reader may see it.
   *
   * @param record the record
   */
  record Known(IdentifierRecord record) implements Finding {}

  /** The reason for a missing record. */
  enum Unknown implements Finding {
    /** There is none. */
    ABSENT,
    /** It was retired. */
    RETIRED,
    /** Another node has it. */
    ELSEWHERE,
    /** No answer. */
    UNREACHABLE,
    /** The answer failed verification. */
    NOT_VERIFIED
  }

  /**
   * Reads records with a resolver.
   *
   * @param asOf the state of the log: that of the recall
   * @param caller the reader of the sheet, who sees no other values
   */
  static SheetRecords of(Resolver resolver, AsOf.State asOf, Caller caller) {
    return identifiers -> {
      Map<Identifier, Finding> found = new HashMap<>();
      for (Identifier identifier : identifiers) {
        found.put(identifier, find(resolver, new Question(identifier, asOf), caller));
      }
      return found;
    };
  }

  private static Finding find(Resolver resolver, Question question, Caller caller) {
    try {
      Resolution answer = resolver.resolve(question);
      if (answer instanceof Resolution.Found found) {
        return new Known(shown(found.record(), caller));
      }
      if (answer instanceof Resolution.Absent absent) {
        return absent.tombstone().isPresent() ? Unknown.RETIRED : Unknown.ABSENT;
      }
      return Unknown.ELSEWHERE;
    } catch (RejectedStatementException e) {
      return Unknown.NOT_VERIFIED;
    } catch (NameplateException e) {
      return reason(e.reason().name());
    }
  }

  private static IdentifierRecord shown(IdentifierRecord record, Caller caller) {
    Map<Boolean, List<RecordValue>> readable =
        record.values().stream()
            .collect(Collectors.partitioningBy(value -> caller.mayRead(value.permissions())));
    List<Long> hidden =
        readable.getOrDefault(false, List.of()).stream().map(RecordValue::index).toList();
    return new IdentifierRecord(
        record.identifier(),
        record.version(),
        record.previous(),
        record.retired(),
        readable.getOrDefault(true, List.of()),
        Stream.concat(record.withheld().stream(), hidden.stream()).toList());
  }

  /** The result for a question that fails with a reason: a name of {@code ErrorReason}. */
  static Unknown reason(String reason) {
    return switch (reason) {
      case "NOT_AUTHORITATIVE" -> Unknown.ELSEWHERE;
      case "STATEMENT_REJECTED", "UPSTREAM_REJECTED" -> Unknown.NOT_VERIFIED;
      default -> Unknown.UNREACHABLE;
    };
  }
}
