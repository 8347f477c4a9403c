package dev.nameplate.lineage;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.Quantity;
import dev.nameplate.gs1.Grain;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The items of a side of an event, in its order, as numbers, with their quantities.
 *
 * <p>Layout: how many; then for each the difference of its number to the one before, its unit (0:
 * it is not said how much; 1: the next text is a new unit; else one of those before, from 2 on),
 * scale and unscaled value of its amount; then how many of them are kinds of things, and which.
 */
public final class Members {
  /** None. */
  static final Members NONE =
      new Members(new long[0], new String[0], new BigDecimal[0], new BitSet());

  private static final int NO_UNIT = 0;
  private static final int NEW_UNIT = 1;
  private static final int FIRST_UNIT = 2;

  private final long[] numbers;
  private final String[] units;
  private final BigDecimal[] amounts;
  private final BitSet classes;

  private Members(long[] numbers, String[] units, BigDecimal[] amounts, BitSet classes) {
    this.numbers = numbers;
    this.units = units;
    this.amounts = amounts;
    this.classes = classes;
  }

  /**
   * The items of an event.
   *
   * @param numbering the number of each
   */
  public static Members of(List<EventItem> items, ToLongFunction<EventItem> numbering) {
    if (items.isEmpty()) {
      return NONE;
    }
    int size = items.size();
    Members members =
        new Members(new long[size], new String[size], new BigDecimal[size], new BitSet());
    for (int i = 0; i < size; i++) {
      EventItem item = items.get(i);
      members.numbers[i] = numbering.applyAsLong(item);
      members.units[i] = item.quantity().map(Quantity::unit).orElse("");
      members.amounts[i] = item.quantity().map(Quantity::amount).orElse(BigDecimal.ZERO);
      members.classes.set(i, item.id().grain() == Grain.CLASS);
    }
    return members;
  }

  /** Number of items. */
  public int size() {
    return numbers.length;
  }

  /** The number of one. */
  public long number(int index) {
    return numbers[index];
  }

  /** Unit of an item's quantity; empty if unknown. */
  public String unit(int index) {
    return units[index];
  }

  /** Amount of an item; 0 if unknown. */
  public BigDecimal amount(int index) {
    return amounts[index];
  }

  /** True for a class of things, as opposed to a single thing or lot. */
  public boolean isClass(int index) {
    return classes.get(index);
  }

  void write(CodedOutputStream out) throws IOException {
    List<String> known = new ArrayList<>();
    out.writeUInt32NoTag(numbers.length);
    long before = 0;
    for (int i = 0; i < numbers.length; i++) {
      out.writeSInt64NoTag(numbers[i] - before);
      before = numbers[i];
      if (units[i].isEmpty()) {
        out.writeUInt32NoTag(NO_UNIT);
        continue;
      }
      int unit = known.indexOf(units[i]);
      if (unit >= 0) {
        out.writeUInt32NoTag(FIRST_UNIT + unit);
      } else {
        known.add(units[i]);
        out.writeUInt32NoTag(NEW_UNIT);
        out.writeStringNoTag(units[i]);
      }
      out.writeSInt32NoTag(amounts[i].scale());
      out.writeByteArrayNoTag(amounts[i].unscaledValue().toByteArray());
    }
    if (numbers.length > 0) {
      out.writeUInt32NoTag(classes.cardinality());
      for (int i = classes.nextSetBit(0); i >= 0; i = classes.nextSetBit(i + 1)) {
        out.writeUInt32NoTag(i);
      }
    }
  }

  static Members read(CodedInputStream in) throws IOException {
    int size = in.readUInt32();
    if (size == 0) {
      return NONE;
    }
    Members members =
        new Members(new long[size], new String[size], new BigDecimal[size], new BitSet());
    List<String> known = new ArrayList<>();
    long before = 0;
    for (int i = 0; i < size; i++) {
      before += in.readSInt64();
      members.numbers[i] = before;
      int unit = in.readUInt32();
      if (unit == NO_UNIT) {
        members.units[i] = "";
        members.amounts[i] = BigDecimal.ZERO;
        continue;
      }
      if (unit == NEW_UNIT) {
        known.add(in.readString());
        members.units[i] = known.get(known.size() - 1);
      } else {
        members.units[i] = known.get(unit - FIRST_UNIT);
      }
      int scale = in.readSInt32();
      members.amounts[i] = amount(in.readByteArray(), scale);
    }
    for (int left = in.readUInt32(); left > 0; left--) {
      members.classes.set(in.readUInt32());
    }
    return members;
  }

  private static BigDecimal amount(byte[] unscaled, int scale) {
    if (unscaled.length > Long.BYTES) {
      return new BigDecimal(new BigInteger(unscaled), scale);
    }
    long value = 0; // amounts are not negative
    for (byte part : unscaled) {
      value = value << 8 | (part & 0xff);
    }
    return BigDecimal.valueOf(value, scale);
  }
}
