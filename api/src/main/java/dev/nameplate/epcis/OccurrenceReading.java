package dev.nameplate.epcis;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.gs1.Grain;
import dev.nameplate.gs1.Gs1Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Maps the type and action of an EPCIS event to an occurrence:
 *
 * <ul>
 *   <li>ObjectEvent: {@code ADD} came to be, {@code DELETE} ceased to be, {@code OBSERVE} seen, or
 *       passed on if there is a source or a destination;
 *   <li>AggregationEvent and AssociationEvent: {@code ADD} put in, {@code DELETE} taken out
 *       (without children: everything by the same bond), {@code OBSERVE} seen inside;
 *   <li>TransactionEvent: seen with its documents, or passed on;
 *   <li>TransformationEvent: inputs used, outputs made.
 * </ul>
 *
 * <p><b>Source:</b> EPCIS 2.0, sections 7.4.2 to 7.4.6.
 */
final class OccurrenceReading {
  private static final Set<String> ACTIONS = Set.of("ADD", "OBSERVE", "DELETE");
  private static final Set<String> GIVING =
      Set.of("shipping", "departing", "consigning", "staging_outbound", "retail_selling");
  private static final Set<String> RECEIVING = Set.of("receiving", "arriving", "accepting");
  private static final List<String> PARTIES =
      List.of("possessing_party", "owning_party", "location");
  private static final int MOST_DOCUMENTS = 64;

  private final EventFields fields;

  OccurrenceReading(EventFields fields) {
    this.fields = fields;
  }

  /**
   * Reads the occurrence.
   *
   * @throws dev.nameplate.error.InvalidInputException if a field of it is wrong
   */
  Occurrence read(String type) {
    return switch (type) {
      case "ObjectEvent" -> object();
      case "AggregationEvent" -> contained(Bond.PACKED);
      case "AssociationEvent" -> contained(Bond.INSTALLED);
      case "TransactionEvent" -> transaction();
      default -> transformation();
    };
  }

  private Occurrence object() {
    String action = action();
    List<EventItem> items = items("epcList", "quantityList");
    if (items.isEmpty()) {
      fields.label(Defect.ITEMS_MISSING);
    }
    fields.refuseIfWrong();
    if (items.isEmpty() || action.equals("OBSERVE")) {
      return seenOrPassedOn(items);
    }
    return action.equals("ADD") ? new Created(items) : new Retired(items);
  }

  private Occurrence transaction() {
    action();
    List<EventItem> items = new ArrayList<>();
    fields
        .text("parentID")
        .flatMap(text -> fields.item("parentID", text))
        .ifPresent(parent -> items.add(new EventItem(parent, Optional.empty())));
    items.addAll(items("epcList", "quantityList"));
    if (items.isEmpty()) {
      fields.label(Defect.ITEMS_MISSING);
    }
    fields.refuseIfWrong();
    return seenOrPassedOn(items);
  }

  private Occurrence seenOrPassedOn(List<EventItem> items) {
    String from = party("sourceList", "source");
    String to = party("destinationList", "destination");
    List<String> documents = documents();
    fields.refuseIfWrong();
    return items.isEmpty() || (from.isEmpty() && to.isEmpty())
        ? new Observed(items, documents)
        : new Transferred(items, from, to, side(), documents);
  }

  private Side side() {
    String step = fields.text("bizStep").map(Vocabulary.STEP::bare).orElse("");
    if (GIVING.contains(step)) {
      return Side.GIVEN;
    }
    return RECEIVING.contains(step) ? Side.RECEIVED : Side.UNSAID;
  }

  /** The party in possession; else the owner; else the location. */
  private String party(String list, String name) {
    List<Map<?, ?>> parties = fields.objects(list);
    return PARTIES.stream()
        .flatMap(
            type ->
                parties.stream()
                    .filter(
                        party ->
                            party.get("type") instanceof String written
                                && Vocabulary.PARTY.bare(written.strip()).equals(type)))
        .findFirst()
        .or(() -> parties.stream().findFirst())
        .flatMap(party -> fields.inside(list, party).text(name))
        .map(OccurrenceReading::canonical)
        .orElse("");
  }

  private List<String> documents() {
    List<String> documents =
        fields.objects("bizTransactionList").stream()
            .map(one -> fields.inside("bizTransactionList", one).text("bizTransaction"))
            .flatMap(Optional::stream)
            .filter(text -> !text.isEmpty())
            .toList();
    if (documents.size() > MOST_DOCUMENTS) {
      fields.label(Defect.DOCUMENTS_CUT);
    }
    return documents.stream().limit(MOST_DOCUMENTS).toList();
  }

  private Occurrence contained(Bond bond) {
    Change change =
        switch (action()) {
          case "ADD" -> Change.ENTER;
          case "DELETE" -> Change.LEAVE;
          default -> Change.SEEN;
        };
    Optional<ItemId> parent =
        fields.text("parentID").flatMap(text -> fields.item("parentID", text));
    List<EventItem> children = items("childEPCs", "childQuantityList");
    if (parent.isEmpty() && (change != Change.SEEN || children.isEmpty())) {
      fields.missing("parentID", "the URI of the parent");
    }
    if (children.isEmpty() && change == Change.ENTER) {
      fields.missing("childEPCs", "childEPCs or childQuantityList, when the action is ADD");
    }
    fields.refuseIfWrong();
    return new Contained(parent, children, change, bond);
  }

  private Occurrence transformation() {
    if (fields.has("action")) {
      fields.label(Defect.ACTION_SUPERFLUOUS);
    }
    List<EventItem> inputs = items("inputEPCList", "inputQuantityList");
    List<EventItem> outputs = items("outputEPCList", "outputQuantityList");
    String process = fields.text("transformationID").map(OccurrenceReading::canonical).orElse("");
    fields.refuseIfWrong();
    if (Stream.concat(inputs.stream(), outputs.stream())
        .anyMatch(item -> item.id().grain() == Grain.CLASS)) {
      fields.label(Defect.CLASS_ONLY);
    }
    return process(process, inputs, outputs);
  }

  private Occurrence process(String process, List<EventItem> inputs, List<EventItem> outputs) {
    if (inputs.isEmpty() && outputs.isEmpty()) {
      fields.label(Defect.ITEMS_MISSING);
      return new Observed(List.of(), List.of());
    }
    if (process.isEmpty() && inputs.isEmpty()) {
      fields.label(Defect.INPUTS_MISSING);
      return new Created(outputs);
    }
    if (process.isEmpty() && outputs.isEmpty()) {
      fields.label(Defect.OUTPUTS_MISSING);
      return new Observed(inputs, List.of());
    }
    return new Processed(process, inputs, outputs, false);
  }

  /**
   * The canonical form of a party's or a process's name, so that it compares equal across events.
   */
  private static String canonical(String uri) {
    return Gs1Key.parse(uri).map(Gs1Key::canonical).orElse(uri);
  }

  private List<EventItem> items(String things, String amounts) {
    List<EventItem> items = new ArrayList<>(fields.epcs(things));
    items.addAll(fields.quantities(amounts));
    return items;
  }

  private String action() {
    Optional<String> action = fields.text("action");
    if (action.isEmpty()) {
      fields.missing("action", "ADD, OBSERVE or DELETE");
    } else if (!ACTIONS.contains(action.get())) {
      fields.wrong("action", action.get(), "ADD, OBSERVE or DELETE");
    }
    return action.orElse("");
  }
}
