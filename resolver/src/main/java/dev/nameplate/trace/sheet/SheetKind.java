package dev.nameplate.trace.sheet;

import java.util.List;

/** A kind of sheet. */
public enum SheetKind {
  /**
   * Critical tracking events of the affected lots, a row for each event and lot.
   *
   * <p><b>Source:</b> 21 CFR 1.1325 to 1.1350 (FSMA 204), key data elements; 1.1455(c)(3)(ii),
   * sortable spreadsheet.
   */
  FSMA204(
      SheetColumn.EVENT,
      SheetColumn.LOT_CODE,
      SheetColumn.PRODUCT_DESCRIPTION,
      SheetColumn.ROLE,
      SheetColumn.QUANTITY,
      SheetColumn.UNIT,
      SheetColumn.LOCATION,
      SheetColumn.LOCATION_DESCRIPTION,
      SheetColumn.EVENT_DATE,
      SheetColumn.SHIP_DATE,
      SheetColumn.RECEIVE_DATE,
      SheetColumn.FROM,
      SheetColumn.FROM_DESCRIPTION,
      SheetColumn.TO,
      SheetColumn.TO_DESCRIPTION,
      SheetColumn.LOT_CODE_SOURCE,
      SheetColumn.LOT_CODE_SOURCE_DESCRIPTION,
      SheetColumn.DOCUMENT_TYPE,
      SheetColumn.DOCUMENT_NUMBER,
      SheetColumn.CERTAINTY,
      SheetColumn.STEP,
      SheetColumn.RECORDER,
      SheetColumn.EVENT_ID,
      SheetColumn.REMARK),
  /**
   * Affected items by seller, a row for each item, seller and unit.
   *
   * <p><b>Source:</b> GB/T 34400, the contents of a recall plan.
   */
  GBT34400(
      SheetColumn.ITEM,
      SheetColumn.PRODUCT_NAME,
      SheetColumn.BRAND,
      SheetColumn.MODEL,
      SheetColumn.BATCH,
      SheetColumn.DATE_MADE,
      SheetColumn.AMOUNT_MADE,
      SheetColumn.UNIT_MADE,
      SheetColumn.SELLER,
      SheetColumn.SELLER_NAME,
      SheetColumn.SELLER_ADDRESS,
      SheetColumn.REGION,
      SheetColumn.DATE_RECEIVED,
      SheetColumn.AT_LEAST,
      SheetColumn.AT_MOST,
      SheetColumn.UNIT,
      SheetColumn.CERTAINTY,
      SheetColumn.REMARK);

  @SuppressWarnings("ImmutableEnumChecker") // List.of is immutable
  private final List<SheetColumn> columns;

  SheetKind(SheetColumn... columns) {
    this.columns = List.of(columns);
  }

  /** The columns, in their order; the last is {@link SheetColumn#REMARK}. */
  public List<SheetColumn> columns() {
    return columns;
  }
}
