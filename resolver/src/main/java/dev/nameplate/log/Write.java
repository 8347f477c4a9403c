package dev.nameplate.log;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.Delegation;
import dev.nameplate.trust.IdentifierRange;
import dev.nameplate.trust.RecordedEvent;
import dev.nameplate.trust.ValueTemplate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** A write on its way into the log, with its precondition. Immutable. */
public sealed interface Write {
  /** What is written about. */
  Identifier identifier();

  /** Names the write, or {@link OperationId#NONE}. */
  OperationId operation();

  /** The values of the version it makes; none in a delegation or a range. */
  List<RecordValue> values();

  /**
   * The version that must be the newest; 0 when there must be none, in a delegation for whichever
   * is.
   */
  long expectedVersion();

  /**
   * Delegates a prefix below one of the node's, or changes how it is delegated.
   *
   * @param prefix the prefix
   * @param expectedVersion the version that must be the newest; 0 for whichever is
   * @param change what to make of it
   * @param operation names the write, or {@link OperationId#NONE}
   */
  record Delegate(
      Prefix prefix, long expectedVersion, DelegationChange change, OperationId operation)
      implements Write {
    /** Checks the version. */
    public Delegate {
      if (expectedVersion < 0) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT,
            "expected_version",
            Long.toString(expectedVersion),
            "0 or more");
      }
    }

    /** The identifier of the prefix itself. */
    @Override
    public Identifier identifier() {
      return Delegation.identifierOf(prefix);
    }

    @Override
    public List<RecordValue> values() {
      return List.of();
    }
  }

  /** Assigns an identifier that must never have been assigned. */
  record Assign(Identifier identifier, List<RecordValue> values, OperationId operation)
      implements Write {
    @Override
    public long expectedVersion() {
      return 0;
    }
  }

  /** Assigns a range of identifiers, none of which was ever assigned. */
  record AssignRange(IdentifierRange range, OperationId operation) implements Write {
    /** The first member. */
    @Override
    public Identifier identifier() {
      return range.firstIdentifier();
    }

    @Override
    public List<RecordValue> values() {
      return List.of();
    }

    @Override
    public long expectedVersion() {
      return 0;
    }
  }

  /**
   * Assigns an identifier that the log makes by a pattern.
   *
   * @param prefix the prefix it stands under
   * @param pattern how its suffix is made
   * @param offset tells the date and hour that are filled in
   * @param values its values
   * @param operation names the write, or {@link OperationId#NONE}
   */
  record Mint(
      Prefix prefix,
      SuffixPattern pattern,
      ZoneOffset offset,
      List<RecordValue> values,
      OperationId operation)
      implements Write {
    /** The pattern in an identifier's place: it is not known yet. */
    @Override
    public Identifier identifier() {
      return Identifier.of(prefix, Suffix.parse(pattern.toString()));
    }

    @Override
    public long expectedVersion() {
      return 0;
    }

    /** The same for an identifier that was made. */
    Assign of(Identifier made) {
      return new Assign(made, values, operation);
    }
  }

  /**
   * Assigns a range in the next free numbers of a pattern.
   *
   * @param prefix the prefix it stands under
   * @param pattern how the suffixes are made
   * @param members how many, 1 to {@link IdentifierRange#MAX_MEMBERS}
   * @param offset tells the date and hour that are filled in
   * @param templates the values of each member
   * @param operation names the write, or {@link OperationId#NONE}
   */
  record MintBlock(
      Prefix prefix,
      SuffixPattern pattern,
      long members,
      ZoneOffset offset,
      List<ValueTemplate> templates,
      OperationId operation)
      implements Write {
    /** Checks the number of members. */
    public MintBlock {
      if (members < 1 || members > IdentifierRange.MAX_MEMBERS) {
        throw new InvalidInputException(
            ErrorReason.INVALID_ARGUMENT,
            "members",
            Long.toUnsignedString(members),
            "1 to " + IdentifierRange.MAX_MEMBERS);
      }
    }

    /** The pattern in an identifier's place: the first is not known yet. */
    @Override
    public Identifier identifier() {
      return Identifier.of(prefix, Suffix.parse(pattern.toString()));
    }

    @Override
    public List<RecordValue> values() {
      return List.of();
    }

    @Override
    public long expectedVersion() {
      return 0;
    }

    /** The pattern with the dates of a moment. */
    SuffixPattern patternAt(Instant time) {
      return pattern.at(time.atOffset(offset));
    }

    /** The range that begins with a number. */
    IdentifierRange from(SuffixPattern dated, long first) {
      return new IdentifierRange(prefix, dated, first, first + members - 1, templates);
    }
  }

  /**
   * Records an event.
   *
   * @param recorder the prefix under which it is recorded
   * @param content the event
   * @param restricted whether not everyone may read it
   * @param operation names the write, or {@link OperationId#NONE}
   */
  record Capture(
      Prefix recorder, RecordedEvent.Content content, boolean restricted, OperationId operation)
      implements Write {
    @Override
    public Identifier identifier() {
      return RecordedEvent.identifierOf(recorder, content.id());
    }

    @Override
    public List<RecordValue> values() {
      return List.of();
    }

    @Override
    public long expectedVersion() {
      return 0;
    }

    /** Where it is found by its name; empty if it is found by its row. */
    Optional<RowKey> nameKey() {
      return EventRows.nameKey(recorder, content, restricted);
    }

    /** Whether its name follows from what it says, so that a stranger may guess it. */
    boolean hasDerivedName() {
      return EventRows.isDerived(content.event().name());
    }
  }

  /** Replaces the values of an identifier whose newest version must be the expected one. */
  record Update(
      Identifier identifier, long expectedVersion, List<RecordValue> values, OperationId operation)
      implements Write {}

  /** Retires an identifier whose newest version must be the expected one. */
  record Retire(Identifier identifier, long expectedVersion, OperationId operation)
      implements Write {
    @Override
    public List<RecordValue> values() {
      return List.of();
    }
  }
}
