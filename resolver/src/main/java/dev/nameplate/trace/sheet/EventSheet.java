package dev.nameplate.trace.sheet;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.Verdict;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.sheet.SheetMapping.Subject;
import dev.nameplate.trace.sheet.TrackingEvent.Named;
import dev.nameplate.trust.statement.RecordedEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The rows of a {@link SheetKind#FSMA204} sheet: each event of an affected lot, one row for each
 * lot. Add all steps of the recall first, then the steps of a trace of each suspect downstream with
 * its history, as of the same position. Used by one thread.
 *
 * <p>Withdrawn events have no rows; their number is a note. An event of a container that holds
 * affected lots has a row for the container, behind the rows of lots.
 */
public final class EventSheet {
  private final SheetMapping mapping;
  private final JoinedRecords records;
  private final RowQueue rows;
  private final ClosingNotes notes;
  private final Map<ItemId, Lot> lots = new HashMap<>();
  private final Set<ItemId> excluded = new HashSet<>();
  private final Set<ItemId> containers = new HashSet<>();
  private final Set<EventId> added = new HashSet<>();
  private final List<Told> ofContainers = new ArrayList<>();

  /** An affected lot, and its origin if that is visible. */
  private record Lot(Certainty certainty, Optional<String> source) {}

  /** An effective event, in the words of this sheet. */
  private record Told(RecordedEvent recorded, Event event, Verdict verdict) {
    Occurrence occurrence() {
      return event.occurrence();
    }

    String recorder() {
      return recorded.recorder().toString();
    }
  }

  /**
   * A sheet without rows.
   *
   * @param out takes the rows, in the order of the traces, then the notes
   */
  public EventSheet(
      RecallQuestion question, SheetMapping mapping, SheetRecords records, Consumer<SheetRow> out) {
    this.mapping = mapping;
    this.records = new JoinedRecords(mapping, records);
    this.notes = new ClosingNotes(SheetKind.FSMA204, question, mapping, out);
    this.rows = new RowQueue(this.records, notes::row);
  }

  /** Adds a step of the recall. */
  public void add(RecallStep step) {
    notes.add(step);
    if (!(step instanceof Affected item)) {
      return;
    }
    if (item.certainty() == Certainty.EXCLUDED) {
      excluded.add(item.item());
    } else {
      lots.putIfAbsent(
          item.item(),
          new Lot(
              item.certainty(),
              item.making().map(Making::recorder).map(recorder -> recorder.toString().intern())));
    }
  }

  /** Adds a step of a trace. */
  public void add(TraceStep step) {
    if (step instanceof TraceStep.Hole hole) {
      notes.hole(hole.reason(), hole.at().map(ItemId::toString).orElse(""));
    } else if (step instanceof TraceStep.Deed deed) {
      RecordedEvent recorded = deed.event().value();
      Optional<EventId> id = recorded.id();
      if (id.isEmpty()) {
        notes.withheld();
      } else if (added.add(id.get())) {
        recorded.event().ifPresent(event -> add(new Told(recorded, event, deed.verdict())));
      }
    }
  }

  private void add(Told told) {
    boolean ofLots = told.occurrence().items().anyMatch(item -> lots.containsKey(item.id()));
    if (!ofLots && told.occurrence().items().anyMatch(item -> excluded.contains(item.id()))) {
      return;
    }
    if (told.verdict().withdrawnBy().isPresent()) {
      notes.withdrawn();
      return;
    }
    if (ofLots) {
      hold(told);
      TrackingEvent.items(told.occurrence())
          .filter(named -> lots.containsKey(named.item().id()))
          .forEach(item -> add(told, item));
    } else {
      ofContainers.add(told);
    }
  }

  /** Learns that a container holds lots; true if that is new. */
  private boolean hold(Told told) {
    return told.occurrence() instanceof Contained in
        && in.change() != Change.LEAVE
        && in.parent().isPresent()
        && !lots.containsKey(in.parent().get())
        && in.children().stream()
            .anyMatch(child -> lots.containsKey(child.id()) || containers.contains(child.id()))
        && containers.add(in.parent().get());
  }

  private void add(Told told, Named named) {
    EventItem item = named.item();
    Optional<Lot> lot = Optional.ofNullable(lots.get(item.id()));
    Event event = told.event();
    String source = lot.flatMap(Lot::source).orElse("");
    List<String> documents = documents(told.occurrence());
    String giver = told.occurrence() instanceof Transferred what ? giver(told, what) : "";
    String receiver = told.occurrence() instanceof Transferred what ? receiver(told, what) : "";
    rows.add(
        () -> row(told, named, lot, giver, receiver, documents),
        lot.isPresent() ? records.wantedOfItem(item.id()) : Set.of(),
        records.wantedOfPlace(event.place()),
        records.wantedOfParty(source),
        records.wantedOfParty(giver),
        records.wantedOfParty(receiver),
        records.wantedOfDocuments(documents, giver));
  }

  private static String giver(Told told, Transferred what) {
    return what.from().isEmpty() && what.side() == Side.GIVEN ? told.recorder() : what.from();
  }

  private static String receiver(Told told, Transferred what) {
    return what.to().isEmpty() && what.side() == Side.RECEIVED ? told.recorder() : what.to();
  }

  private static List<String> documents(Occurrence occurrence) {
    return occurrence instanceof Transferred what
        ? what.documents()
        : occurrence instanceof Observed seen ? seen.documents() : List.of();
  }

  private SheetRow row(
      Told told,
      Named named,
      Optional<Lot> lot,
      String giver,
      String receiver,
      List<String> documents) {
    EventItem item = named.item();
    CellsInMaking row = new CellsInMaking(mapping.zone());
    row.put(SheetColumn.EVENT, TrackingEvent.of(told.occurrence(), told.recorder()));
    row.put(SheetColumn.LOT_CODE, item.id().toString());
    row.putTime(SheetColumn.EVENT_DATE, told.event().time());
    item.quantity()
        .ifPresentOrElse(
            much -> {
              row.put(SheetColumn.QUANTITY, much.amount());
              row.put(SheetColumn.UNIT, much.unit());
            },
            () -> row.remark(Remark.Kind.AMOUNT_UNKNOWN));
    named.role().ifPresent(role -> row.put(SheetColumn.ROLE, role));
    lot.ifPresentOrElse(known -> lot(row, item, known), () -> row.remark(Remark.Kind.CONTAINER));
    what(row, told, item, giver, receiver, documents);
    place(row, told.event().place());
    documents(row, documents, giver);
    row.put(SheetColumn.STEP, told.event().step());
    row.put(SheetColumn.RECORDER, told.recorder());
    told.recorded().id().ifPresent(id -> row.put(SheetColumn.EVENT_ID, id.toString()));
    verdict(row, told.verdict());
    return row.row();
  }

  private void lot(CellsInMaking row, EventItem item, Lot lot) {
    row.put(SheetColumn.CERTAINTY, lot.certainty());
    JoinedRecords.Facts product = records.item(item.id());
    row.put(
        SheetColumn.PRODUCT_DESCRIPTION,
        product.joined(
            SheetMapping.Field.NAME, SheetMapping.Field.BRAND, SheetMapping.Field.MODEL));
    row.remarks(product);
    if (lot.source().isEmpty()) {
      row.remark(Remark.Kind.MAKING_UNKNOWN);
    }
    lot.source()
        .ifPresent(
            source -> {
              row.put(SheetColumn.LOT_CODE_SOURCE, source);
              party(row, SheetColumn.LOT_CODE_SOURCE_DESCRIPTION, records.party(source));
            });
  }

  private static void party(CellsInMaking row, SheetColumn column, JoinedRecords.Facts facts) {
    row.put(column, facts.joined(SheetMapping.Field.NAME, SheetMapping.Field.ADDRESS));
    row.remarks(facts);
  }

  private void what(
      CellsInMaking row,
      Told told,
      EventItem item,
      String giver,
      String receiver,
      List<String> documents) {
    if (told.occurrence() instanceof Contained in) {
      in.parent()
          .filter(parent -> !parent.equals(item.id()))
          .ifPresent(parent -> row.remark(Remark.Kind.INSIDE, parent.toString()));
    } else if (told.occurrence() instanceof Transferred what) {
      switch (TrackingEvent.side(what, told.recorder())) {
        case GIVEN -> row.putTime(SheetColumn.SHIP_DATE, told.event().time());
        case RECEIVED -> row.putTime(SheetColumn.RECEIVE_DATE, told.event().time());
        case UNSAID -> row.remark(Remark.Kind.SIDE_UNKNOWN);
      }
      parties(row, giver, receiver, documents);
      if (documents.isEmpty()) {
        row.remark(Remark.Kind.DOCUMENT_UNKNOWN);
      }
    }
  }

  private void parties(CellsInMaking row, String giver, String receiver, List<String> documents) {
    if (giver.isEmpty() || receiver.isEmpty()) {
      row.remark(Remark.Kind.PARTY_UNKNOWN);
    }
    if (!giver.isEmpty()) {
      row.put(SheetColumn.FROM, giver);
      party(row, SheetColumn.FROM_DESCRIPTION, records.party(giver));
    }
    if (!receiver.isEmpty()) {
      row.put(SheetColumn.TO, receiver);
      party(row, SheetColumn.TO_DESCRIPTION, records.receiver(receiver, giver, documents));
    }
  }

  private void place(CellsInMaking row, String place) {
    if (place.isEmpty()) {
      row.remark(Remark.Kind.PLACE_UNKNOWN);
      return;
    }
    JoinedRecords.Facts facts = records.place(place);
    row.put(SheetColumn.LOCATION, place);
    row.put(SheetColumn.LOCATION_DESCRIPTION, facts.get(SheetMapping.Field.DESCRIPTION));
    row.remarks(facts);
  }

  private void documents(CellsInMaking row, List<String> documents, String giver) {
    row.put(SheetColumn.DOCUMENT_NUMBER, String.join("; ", documents));
    List<String> types = new ArrayList<>();
    for (String document : documents) {
      JoinedRecords.Facts facts =
          records
              .document(document, giver)
              .orElseGet(() -> records.unnamed(Subject.DOCUMENT, document));
      row.remarks(facts);
      String type = facts.get(SheetMapping.Field.TYPE);
      if (!type.isEmpty() && !types.contains(type)) {
        types.add(type);
      }
    }
    row.put(SheetColumn.DOCUMENT_TYPE, String.join("; ", types));
  }

  private static void verdict(CellsInMaking row, Verdict verdict) {
    if (verdict.transfer() == Verdict.Transfer.DISAGREES) {
      row.remark(Remark.Kind.TRANSFER_DISAGREES);
    }
    if (verdict.authority() == Verdict.Authority.NO) {
      row.remark(Remark.Kind.NO_AUTHORITY);
    }
    if (verdict.outOfOrder()) {
      row.remark(Remark.Kind.OUT_OF_ORDER);
    }
  }

  /** Ends the sheet: the rows of containers, and the notes. */
  public void end() {
    boolean more = true;
    while (more) { // a container may be in another one
      more = false;
      for (Told told : ofContainers) {
        more |= hold(told);
      }
    }
    for (Told told : ofContainers) {
      TrackingEvent.items(told.occurrence())
          .filter(named -> containers.contains(named.item().id()))
          .forEach(named -> add(told, named));
    }
    rows.flush();
    notes.end();
  }
}
