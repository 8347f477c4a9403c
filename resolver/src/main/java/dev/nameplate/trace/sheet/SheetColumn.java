package dev.nameplate.trace.sheet;

/** A column of a sheet. */
public enum SheetColumn {
  /** The affected item. */
  ITEM,
  /** Product name, by the item's record. */
  PRODUCT_NAME,
  /** Brand, by the item's record. */
  BRAND,
  /** Model or specification, by the item's record. */
  MODEL,
  /** Batch, by the item's record. */
  BATCH,
  /** Date on which the item was made. */
  DATE_MADE,
  /** Amount made. */
  AMOUNT_MADE(Content.AMOUNT),
  /** Unit of the amount made. */
  UNIT_MADE,
  /** The holder or receiver, as events name it. */
  SELLER,
  /** Name of the seller. */
  SELLER_NAME,
  /** Address of the seller. */
  SELLER_ADDRESS,
  /** Region of the seller. */
  REGION,
  /** Date on which the seller received it. */
  DATE_RECEIVED,
  /** Lower bound of the amount to recall there. */
  AT_LEAST(Content.AMOUNT),
  /** Upper bound of the amount to recall there. */
  AT_MOST(Content.AMOUNT),
  /** Unit of an amount. */
  UNIT,
  /** Certainty that the item is affected. */
  CERTAINTY(Content.WORD),
  /** The critical tracking event. */
  EVENT(Content.WORD),
  /** Traceability lot code: the item. */
  LOT_CODE,
  /** Name, brand and model, by the item's record. */
  PRODUCT_DESCRIPTION,
  /** Input or output of a transformation. */
  ROLE(Content.WORD),
  /** Quantity in the event. */
  QUANTITY(Content.AMOUNT),
  /** Place of the event, as recorded. */
  LOCATION,
  /** Description of the place. */
  LOCATION_DESCRIPTION,
  /** Time of the event. */
  EVENT_DATE,
  /** Time of shipping. */
  SHIP_DATE,
  /** Time of receiving. */
  RECEIVE_DATE,
  /** The giving party, as recorded. */
  FROM,
  /** Name and address of the giving party. */
  FROM_DESCRIPTION,
  /** The receiving party, as recorded. */
  TO,
  /** Name and address of the receiving party. */
  TO_DESCRIPTION,
  /** The recorder of the item's origin. */
  LOT_CODE_SOURCE,
  /** Name and address of that recorder. */
  LOT_CODE_SOURCE_DESCRIPTION,
  /** Kinds of the reference documents. */
  DOCUMENT_TYPE,
  /** Numbers of the reference documents. */
  DOCUMENT_NUMBER,
  /** The business step, as recorded. */
  STEP,
  /** The recorder of the event. */
  RECORDER,
  /** Id of the signed event. */
  EVENT_ID,
  /** Gaps and uncertainties of the row. */
  REMARK;

  private final Content content;

  /** The content of a column's cells. */
  enum Content {
    TEXT,
    AMOUNT,
    WORD
  }

  SheetColumn() {
    this(Content.TEXT);
  }

  SheetColumn(Content content) {
    this.content = content;
  }

  /** True for exact decimal numbers. */
  public boolean isAmount() {
    return content == Content.AMOUNT;
  }

  /** True for words, which are translated. */
  boolean isWord() {
    return content == Content.WORD;
  }
}
