package dev.nameplate.template;

import dev.nameplate.record.ValueData;

/** Data in messages. */
final class ShownData {
  private ShownData() {}

  static String of(ValueData data) {
    if (data instanceof ValueData.Text text) {
      return text.text();
    }
    if (data instanceof ValueData.Number number) {
      return number.text();
    }
    if (data instanceof ValueData.Json json) {
      return json.text();
    }
    if (data instanceof ValueData.Reference reference) {
      return reference.to().toString();
    }
    return ((ValueData.Binary) data).bytes().size() + " bytes";
  }
}
