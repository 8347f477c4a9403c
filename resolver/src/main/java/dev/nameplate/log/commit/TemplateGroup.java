package dev.nameplate.log.commit;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.FieldViolation;
import dev.nameplate.error.InvalidFieldsException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.UnknownTemplateException;
import dev.nameplate.log.ValueTakenException;
import dev.nameplate.log.commit.TemplateNotes.Claim;
import dev.nameplate.log.read.OwnPrefixes;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.log.rows.IndexEntry;
import dev.nameplate.log.rows.TemplateRecord;
import dev.nameplate.log.rows.Templates;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.SearchKey;
import dev.nameplate.template.TemplateItem;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.statement.IdentifierRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Checks the writes of a group against their templates, and published templates against their
 * records: committed, being committed, and earlier in the group. Used by one thread.
 */
final class TemplateGroup {
  private final Templates templates;
  private final StatementReader committed;
  private final OwnPrefixes prefixes;
  private final Uncommitted uncommitted;

  // What is committed meanwhile is what is being committed, which is looked at before these.
  private final Map<Identifier, Optional<TemplateRecord>> committedTemplates = new HashMap<>();
  private final Map<Prefix, Boolean> restrictedIndexes = new HashMap<>();

  TemplateGroup(
      Templates templates,
      StatementReader committed,
      OwnPrefixes prefixes,
      Uncommitted uncommitted) {
    this.templates = templates;
    this.committed = committed;
    this.prefixes = prefixes;
    this.uncommitted = uncommitted;
  }

  /**
   * Checks a write that makes a first version.
   *
   * @throws dev.nameplate.error.InvalidInputException if it does not follow its template
   * @throws UnknownTemplateException if there is no such template
   * @throws ValueTakenException if another record has a value that is unique
   */
  Admitted admit(Write write, Caller caller) {
    return concernTemplates(write.values())
        ? admit(write, write.identifier(), List.of(), caller)
        : Admitted.plain(write);
  }

  /** Checks a write that makes a later version; throws as {@link #admit(Write, Caller)}. */
  Admitted admit(Write write, Draft before, Caller caller) {
    List<RecordValue> earlier = Drafter.openRecord(before).values();
    if (!concernTemplates(write.values()) && !concernTemplates(earlier)) {
      return Admitted.plain(write);
    }
    return admit(write, before.identifier(), earlier, caller);
  }

  /** Effects of a record's retirement on templates. */
  Admitted retire(Draft before) {
    List<RecordValue> earlier = Drafter.openRecord(before).values();
    return new Admitted(
        List.of(),
        List.of(),
        publishes(earlier) ? Optional.of(TemplateRecord.of(earlier, true)) : Optional.empty());
  }

  private static boolean concernTemplates(List<RecordValue> values) {
    for (RecordValue value : values) {
      if (TemplateValue.isOne(value) || MetadataTemplate.isOne(value)) {
        return true;
      }
    }
    return false;
  }

  /** Refuses a range with values that name or publish a template. */
  static void refuseIn(IdentifierRange range) {
    range.values().stream()
        .map(value -> RecordValue.text(value.index(), value.toProto().getType(), ""))
        .filter(value -> TemplateValue.isOne(value) || MetadataTemplate.isOne(value))
        .findFirst()
        .ifPresent(
            value -> {
              throw refusal(
                  FieldViolation.said(
                      "values[" + value.type() + "]",
                      "in a range",
                      "no template: ranges cannot have one"));
            });
  }

  private static boolean publishes(List<RecordValue> values) {
    return values.stream().anyMatch(MetadataTemplate::isOne);
  }

  private Admitted admit(
      Write write, Identifier identifier, List<RecordValue> earlier, Caller caller) {
    List<RecordValue> values = write.values();
    Optional<TemplateRecord> template =
        publishes(values) || publishes(earlier)
            ? Optional.of(TemplateRecord.published(values, earlier))
            : Optional.empty();
    Optional<ValueReference> named = TemplateValue.require(values);
    Optional<ValueReference> before = TemplateValue.named(earlier).filter(this::isThere);
    requireKept(before, named);
    if (named.isEmpty()) {
      return new Admitted(values, List.of(), template);
    }
    ValueReference version = version(named.get(), before);
    requireKept(before, Optional.of(version));
    List<RecordValue> signed =
        version.equals(named.get()) ? values : TemplateValue.withVersion(values, version);
    MetadataTemplate against =
        find(version).map(found -> found.versions().get(version.index())).orElseThrow();
    against.check(signed);
    requireUnique(identifier, signed, against, caller);
    return new Admitted(signed, IndexEntry.of(signed, against), template);
  }

  private boolean isThere(ValueReference version) {
    return find(version)
        .filter(template -> template.versions().containsKey(version.index()))
        .isPresent();
  }

  private Optional<TemplateRecord> find(ValueReference version) {
    Identifier identifier = version.identifier();
    return uncommitted
        .accepted()
        .templates()
        .published(identifier)
        .or(() -> uncommitted.before().templates().published(identifier))
        .filter(template -> template.newest() > 0)
        .or(() -> committedTemplates.computeIfAbsent(identifier, templates::find));
  }

  private ValueReference version(ValueReference named, Optional<ValueReference> before) {
    if (!prefixes.served(named.identifier().prefix())) {
      throw new UnknownTemplateException(
          named, "is not under a prefix of this node", "a template of this node");
    }
    TemplateRecord template =
        find(named)
            .orElseThrow(
                () ->
                    new UnknownTemplateException(
                        named,
                        committed.isAssigned(named.identifier()) && committed.former().isPresent()
                            ? "is not in the current log"
                            : "does not exist",
                        "an identifier with a value of type " + MetadataTemplate.TYPE));
    templates.newest().saw(named.identifier(), template.newest());
    ValueReference version =
        named.index() == 0 ? new ValueReference(named.identifier(), template.newest()) : named;
    if (!template.versions().containsKey(version.index())) {
      throw new UnknownTemplateException(
          named, "has no such version", "version 1 to " + template.newest());
    }
    if (template.retired() && !before.equals(Optional.of(version))) {
      throw new UnknownTemplateException(named, "is retired", "a template in use");
    }
    return version;
  }

  /** A record never leaves its template, and never goes back to an older version of it. */
  private static void requireKept(Optional<ValueReference> before, Optional<ValueReference> named) {
    if (before.isEmpty()) {
      return;
    }
    String expected = before.get() + ", or a newer version";
    if (named.isEmpty()) {
      throw refusal(FieldViolation.said("values[TEMPLATE]", "missing", expected));
    }
    boolean older = named.get().index() != 0 && named.get().index() < before.get().index();
    if (!named.get().identifier().equals(before.get().identifier()) || older) {
      throw refusal(FieldViolation.of("values[TEMPLATE]", named.get().toString(), expected));
    }
  }

  private static InvalidFieldsException refusal(FieldViolation violation) {
    return new InvalidFieldsException(ErrorReason.INVALID_RECORD, List.of(violation));
  }

  private void requireUnique(
      Identifier identifier, List<RecordValue> values, MetadataTemplate template, Caller caller) {
    for (RecordValue value : values) {
      Optional<TemplateItem> item = template.item(value.type()).filter(TemplateItem::unique);
      if (item.isPresent()) {
        SearchKey key = SearchKey.of(item.get().type(), value.data()).orElseThrow();
        Bytes digest = IndexEntry.of(item.get().name(), key, false).digest();
        Claim claim = new Claim(identifier.prefix(), digest);
        Optional<Identifier> holder = holder(claim, identifier);
        if (holder.isPresent()) {
          throw new ValueTakenException(
              item.get().name(),
              claim.prefix(),
              holder.filter(taken -> caller.seesAll() || isShown(taken, claim)));
        }
      }
    }
  }

  private Optional<Identifier> holder(Claim claim, Identifier self) {
    AcceptedWrites before = uncommitted.before();
    return other(uncommitted.accepted().templates().holders(claim), self::equals)
        .or(() -> other(before.templates().holders(claim), id -> isSuperseded(id, self)))
        .or(() -> committed(claim, id -> isSuperseded(id, self) || before.newest(id).isPresent()));
  }

  /** True if a record publicly has a value. */
  private boolean isShown(Identifier holder, Claim claim) {
    return committed
        .holder(claim.prefix(), claim.digest(), false, other -> !other.equals(holder))
        .isPresent();
  }

  private Optional<Identifier> committed(Claim claim, Predicate<Identifier> passedOver) {
    Prefix prefix = claim.prefix();
    return committed
        .holder(prefix, claim.digest(), false, passedOver)
        .or(
            () ->
                restrictedIndexes.computeIfAbsent(prefix, committed::hasRestrictedIndex)
                    ? committed.holder(prefix, claim.digest(), true, passedOver)
                    : Optional.empty());
  }

  private boolean isSuperseded(Identifier identifier, Identifier self) {
    return identifier.equals(self) || uncommitted.accepted().newest(identifier).isPresent();
  }

  private static Optional<Identifier> other(
      Set<Identifier> holders, Predicate<Identifier> passedOver) {
    return holders.stream().filter(passedOver.negate()).findFirst();
  }
}
