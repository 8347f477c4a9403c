package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.rows.EventRows;
import dev.nameplate.record.RecordValue;
import dev.nameplate.store.RowKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.IdentifierRange;
import dev.nameplate.trust.statement.RecordedEvent;
import dev.nameplate.trust.statement.ValueTemplate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A write on its way into the log, with its precondition. Immutable. Each kind says itself what
 * sets it apart from the others; what takes or returns types of this package is for the log alone.
 */
public sealed interface Write {
  /** The subject of the write. */
  Identifier identifier();

  /** Names the write, or {@link OperationId#NONE}. */
  OperationId operation();

  /** The values of the version it makes; none in a delegation, a range or a retirement. */
  default List<RecordValue> values() {
    return List.of();
  }

  /**
   * The version that must be the newest; 0 when there must be none, in a delegation for whichever
   * is.
   */
  default long expectedVersion() {
    return 0;
  }

  /**
   * Checks, before the write waits, that it is under a prefix which the log may write under.
   *
   * @throws NotAuthoritativeException if not
   */
  default void requireOwned(OwnPrefixes prefixes) {
    if (!prefixes.served(identifier().prefix())) {
      throw new NotAuthoritativeException(identifier().prefix(), prefixes.anchors());
    }
  }

  /**
   * The statement as a first version, which checks the bounds before the write waits; empty for a
   * delegation, whose statement depends on its predecessor.
   *
   * @param values the values to draft
   */
  default Optional<Draft> draft(Drafter drafter, List<RecordValue> values, Instant now) {
    return Optional.of(drafter.first(identifier(), values));
  }

  /** Adds the content of the write to a digest, to compare a repeat with. */
  default void say(SaidBytes said) {
    said.subject(identifier().toString(), expectedVersion());
    values().forEach(said::value);
  }

  /** Checks that its prefix is in use at its place in the log. */
  default void requireInUse(DelegationGroup delegations) {
    delegations.requireInUse(identifier().prefix());
  }

  /**
   * Decides the write, in its place among the writes of a group.
   *
   * @return supplies the receipt, or throws the refusal, once the group is committed
   * @throws dev.nameplate.error.NameplateException if it is refused because of the committed state
   */
  Supplier<Receipt> decide(PendingWrite pending, CommitGroup group);

  /** The receipt for a repeat of the write, from the stored receipt. */
  default Receipt again(Receipt earlier) {
    return earlier.asReplayed();
  }

  /** True if the decision about the write needs a finished commit. */
  default boolean standsAlone() {
    return false;
  }

  /**
   * Adds the keys of committed rows that the decision reads, as far as they are known before.
   *
   * @param first the draft of the write
   */
  default void reads(Draft first, Caller caller, List<RowKey> keys) {}

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
        throw InvalidInputException.of("expected_version", expectedVersion, "0 or more");
      }
    }

    /** The identifier of the prefix itself. */
    @Override
    public Identifier identifier() {
      return Delegation.identifierOf(prefix);
    }

    @Override
    public void requireOwned(OwnPrefixes prefixes) {
      if (!prefixes.covers(prefix)) {
        throw new NotAuthoritativeException(prefix, prefixes.anchors());
      }
    }

    @Override
    public Optional<Draft> draft(Drafter drafter, List<RecordValue> values, Instant now) {
      return Optional.empty();
    }

    @Override
    public void say(SaidBytes said) {
      Write.super.say(said);
      said.qualifier(change.content());
    }

    @Override
    public void requireInUse(DelegationGroup delegations) {}

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.delegations().decide(pending, this, group);
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /** Assigns an identifier that must never have been assigned. */
  record Assign(Identifier identifier, List<RecordValue> values, OperationId operation)
      implements Write {
    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.records().assign(pending, this);
    }

    @Override
    public void reads(Draft first, Caller caller, List<RowKey> keys) {
      keys.add(first.key());
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
    public Optional<Draft> draft(Drafter drafter, List<RecordValue> values, Instant now) {
      return Optional.of(drafter.range(range));
    }

    @Override
    public void say(SaidBytes said) {
      said.range(range);
    }

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.ranges().assign(pending, this);
    }

    @Override
    public boolean standsAlone() {
      return true;
    }
  }

  /**
   * Assigns an identifier that the log makes by a pattern.
   *
   * @param prefix the prefix of the identifier
   * @param pattern the pattern of its suffix
   * @param offset offset from UTC for date and hour of the pattern
   * @param values its values
   * @param operation operation id, or {@link OperationId#NONE}
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
    public void say(SaidBytes said) {
      Write.super.say(said);
      said.qualifier("mint " + offset);
    }

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.records().mint(pending, this);
    }
  }

  /**
   * Assigns a range in the next free numbers of a pattern.
   *
   * @param prefix the prefix of the range
   * @param pattern the pattern of the suffixes
   * @param members number of members, 1 to {@link IdentifierRange#MAX_MEMBERS}
   * @param offset offset from UTC for date and hour of the pattern
   * @param templates the values of each member
   * @param operation operation id, or {@link OperationId#NONE}
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
        throw InvalidInputException.of(
            "members", Long.toUnsignedString(members), "1 to " + IdentifierRange.MAX_MEMBERS);
      }
    }

    /** The pattern in an identifier's place: the first is not known yet. */
    @Override
    public Identifier identifier() {
      return Identifier.of(prefix, Suffix.parse(pattern.toString()));
    }

    /** The pattern with the dates of a moment. */
    SuffixPattern patternAt(Instant time) {
      return pattern.at(time.atOffset(offset));
    }

    /** The range that begins with a number. */
    IdentifierRange from(SuffixPattern dated, long first) {
      return new IdentifierRange(prefix, dated, first, first + members - 1, templates);
    }

    /** A draft of a range that begins with 1: it has the bounds of whichever it will be. */
    @Override
    public Optional<Draft> draft(Drafter drafter, List<RecordValue> values, Instant now) {
      return Optional.of(drafter.range(from(patternAt(now), 1)));
    }

    @Override
    public void say(SaidBytes said) {
      Write.super.say(said);
      templates.forEach(said::template);
      said.qualifier("block " + members + offset);
    }

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.ranges().mint(pending, this);
    }

    @Override
    public boolean standsAlone() {
      return true;
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

    /** Key of its name row; empty if it is found by its own row. */
    Optional<RowKey> nameKey() {
      return EventRows.nameKey(recorder, content, restricted);
    }

    /** True if its name is derived from its content, so that a stranger may guess it. */
    boolean hasDerivedName() {
      return EventRows.isDerived(content.event().name());
    }

    @Override
    public Optional<Draft> draft(Drafter drafter, List<RecordValue> values, Instant now) {
      return Optional.of(drafter.event(this));
    }

    /** The id of an event is a digest of it, so that it is not for everyone if the event is not. */
    @Override
    public void say(SaidBytes said) {
      if (restricted) {
        said.hiddenSubject(identifier().toString(), recorder.toString(), expectedVersion());
      } else {
        said.subject(identifier().toString(), expectedVersion());
      }
      said.qualifier("event " + restricted);
    }

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.events().decide(pending, this, group);
    }

    /** The id of a restricted event is a digest of it: only who has it can make the receipt. */
    @Override
    public Receipt again(Receipt earlier) {
      return restricted ? earlier.asReplayed().about(identifier()) : earlier.asReplayed();
    }

    @Override
    public void reads(Draft first, Caller caller, List<RowKey> keys) {
      keys.add(first.key());
      nameKeys(caller).forEach(keys::add);
    }

    /**
     * Keys of the name rows of events with the same name that the writer may see, or whose name was
     * chosen, so that a stranger cannot guess it.
     */
    Stream<RowKey> nameKeys(Caller caller) {
      if (!hasDerivedName()) {
        return nameKey().stream();
      }
      if (!caller.seesAll()) {
        return nameKey().filter(name -> !restricted).stream();
      }
      return content.event().name().isEmpty() || restricted
          ? nameKey().stream()
          : Stream.concat(
              nameKey().stream(), Stream.of(EventRows.restrictedKey(recorder, content)));
    }
  }

  /** Replaces the values of an identifier whose newest version must be the expected one. */
  record Update(
      Identifier identifier, long expectedVersion, List<RecordValue> values, OperationId operation)
      implements Write {
    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.records().update(pending, this);
    }

    @Override
    public void reads(Draft first, Caller caller, List<RowKey> keys) {
      keys.add(first.key());
    }
  }

  /** Retires an identifier whose newest version must be the expected one. */
  record Retire(Identifier identifier, long expectedVersion, OperationId operation)
      implements Write {
    @Override
    public void say(SaidBytes said) {
      Write.super.say(said);
      said.retirement();
    }

    @Override
    public Supplier<Receipt> decide(PendingWrite pending, CommitGroup group) {
      return group.records().retire(pending, this);
    }

    @Override
    public void reads(Draft first, Caller caller, List<RowKey> keys) {
      keys.add(first.key());
    }
  }
}
