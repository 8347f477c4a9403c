package dev.nameplate.trace.sheet;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Certainty;
import dev.nameplate.trace.recall.RecallStep.Handover;
import dev.nameplate.trace.recall.RecallStep.Making;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.sheet.JoinedRecords.Facts;
import dev.nameplate.trace.sheet.SheetMapping.Field;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The rows of a {@link SheetKind#GBT34400} sheet: each affected item with each of its sellers, one
 * row for each unit. Items that are not affected have none. Used by one thread.
 *
 * <pre>{@code
 * SheetRecords records = SheetRecords.of(node.resolver(), question.asOf(), caller);
 * SellerSheet sheet = new SellerSheet(question, mapping, records, rows::add);
 * try (RecallSteps steps = node.recall().recall(question, budget, caller)) {
 *   steps.forEachRemaining(sheet::add);
 * }
 * sheet.end();
 * }</pre>
 */
public final class SellerSheet {
  private final SheetMapping mapping;
  private final JoinedRecords records;
  private final RowQueue rows;
  private final ClosingNotes notes;

  /**
   * A sheet without rows.
   *
   * @param out takes the rows, in the order of the recall, then the notes
   */
  public SellerSheet(
      RecallQuestion question, SheetMapping mapping, SheetRecords records, Consumer<SheetRow> out) {
    this.mapping = mapping;
    this.records = new JoinedRecords(mapping, records);
    this.notes = new ClosingNotes(SheetKind.GBT34400, question, mapping, out);
    this.rows = new RowQueue(this.records, notes::row);
  }

  /** Adds a step of the recall. */
  public void add(RecallStep step) {
    notes.add(step);
    if (!(step instanceof Affected item) || item.certainty() == Certainty.EXCLUDED) {
      return;
    }
    for (int i = 0; i < Math.max(1, item.left().size()); i++) {
      Optional<Bounds> amount = Bounds.of(item, i);
      amount.ifPresent(some -> notes.count(some.unit(), some.least(), some.most()));
      String giver = item.handover().map(Handover::from).orElse("");
      rows.add(
          () -> row(item, amount),
          records.wantedOfItem(item.item()),
          records.wantedOfParty(item.holder()),
          records.wantedOfDocuments(documents(item), giver));
    }
  }

  private record Bounds(BigDecimal least, BigDecimal most, String unit) {
    static Optional<Bounds> of(Affected item, int index) {
      if (item.left().isEmpty()) {
        return Optional.empty();
      }
      Quantity most = item.left().get(index);
      Quantity least = index < item.atLeast().size() ? item.atLeast().get(index) : most;
      return Optional.of(new Bounds(least.amount(), most.amount(), most.unit()));
    }
  }

  /** The documents that may have the address of a receiver in words. */
  private List<String> documents(Affected item) {
    return mapping.isName(item.holder())
        ? item.handover().map(Handover::documents).orElseGet(List::of)
        : List.of();
  }

  private SheetRow row(Affected item, Optional<Bounds> amount) {
    CellsInMaking row = new CellsInMaking(mapping.zone());
    row.put(SheetColumn.ITEM, item.item().toString());
    product(row, records.item(item.item()));
    making(row, item.making());
    seller(row, item);
    row.put(SheetColumn.CERTAINTY, item.certainty());
    if (item.certainty() == Certainty.POSSIBLE) {
      row.remark(Remark.Kind.POSSIBLE, SheetText.key(item.reason()));
    }
    amount(row, item.presence(), amount);
    item.inside().map(ItemId::toString).ifPresent(in -> row.remark(Remark.Kind.INSIDE, in));
    return row.row();
  }

  private static void product(CellsInMaking row, Facts facts) {
    row.put(SheetColumn.PRODUCT_NAME, facts.get(Field.NAME));
    row.put(SheetColumn.BRAND, facts.get(Field.BRAND));
    row.put(SheetColumn.MODEL, facts.get(Field.MODEL));
    row.put(SheetColumn.BATCH, facts.get(Field.BATCH));
    row.remarks(facts);
  }

  private static void making(CellsInMaking row, Optional<Making> making) {
    if (making.isEmpty()) {
      row.remark(Remark.Kind.MAKING_UNKNOWN);
      return;
    }
    row.putDay(SheetColumn.DATE_MADE, making.get().time());
    Optional<Quantity> made = making.get().made();
    if (made.isEmpty()) {
      row.remark(Remark.Kind.AMOUNT_MADE_UNKNOWN);
    }
    made.ifPresent(
        much -> {
          row.put(SheetColumn.AMOUNT_MADE, much.amount());
          row.put(SheetColumn.UNIT_MADE, much.unit());
        });
  }

  private void seller(CellsInMaking row, Affected item) {
    item.handover().ifPresent(event -> row.putDay(SheetColumn.DATE_RECEIVED, event.time()));
    if (item.holder().isEmpty()) {
      row.remark(Remark.Kind.SELLER_UNKNOWN);
      return;
    }
    Facts seller =
        records.receiver(
            item.holder(), item.handover().map(Handover::from).orElse(""), documents(item));
    row.put(SheetColumn.SELLER, item.holder());
    row.put(SheetColumn.SELLER_NAME, seller.get(Field.NAME));
    row.put(SheetColumn.SELLER_ADDRESS, seller.get(Field.ADDRESS));
    row.put(SheetColumn.REGION, seller.get(Field.REGION));
    row.remarks(seller);
  }

  private static void amount(CellsInMaking row, Presence presence, Optional<Bounds> amount) {
    switch (presence) {
      case USED_UP -> row.remark(Remark.Kind.USED_UP);
      case RETIRED -> row.remark(Remark.Kind.RETIRED);
      case THERE -> {
        if (amount.isEmpty()) {
          row.remark(Remark.Kind.AMOUNT_UNKNOWN);
        }
      }
    }
    amount.ifPresent(
        some -> {
          row.put(SheetColumn.AT_LEAST, some.least());
          row.put(SheetColumn.AT_MOST, some.most());
          row.put(SheetColumn.UNIT, some.unit());
          if (some.least().compareTo(some.most()) != 0) {
            row.remark(
                Remark.Kind.AMOUNT_BETWEEN,
                some.least().toPlainString(),
                some.most().toPlainString(),
                some.unit());
          }
        });
  }

  /** Ends the sheet with its notes. */
  public void end() {
    rows.flush();
    notes.end();
  }
}
