package dev.nameplate.server.cli.output;

import dev.nameplate.error.VisibleText;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import java.util.List;

/** Values of records as commands show them to people. */
public final class Values {
  private static final int SHOWN = 100;

  private Values() {}

  /** For people: a line a value. */
  public static List<String> lines(List<RecordValue> values, List<Long> withheld) {
    Columns columns = new Columns("  ");
    for (RecordValue value : values) {
      String shown =
          text(value.data()) + (value.permissions().publicRead() ? "" : "  (restricted)");
      columns.add(Long.toString(value.index()), VisibleText.of(value.type()), shown);
    }
    withheld.forEach(
        index -> columns.add(Long.toString(index), "?", "(restricted: not shown to you)"));
    return columns.lines();
  }

  private static String text(ValueData data) {
    if (data instanceof ValueData.Text text) {
      return shown(text.text());
    }
    if (data instanceof ValueData.Number number) {
      return number.text();
    }
    if (data instanceof ValueData.Json json) {
      return shown(json.text());
    }
    if (data instanceof ValueData.Reference reference) {
      return "-> " + shown(reference.to().toString());
    }
    return data instanceof ValueData.Binary binary ? binary.bytes().toString() : data.toString();
  }

  private static String shown(String text) {
    return Columns.shortened(VisibleText.of(text), SHOWN);
  }
}
