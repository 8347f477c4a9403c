package dev.nameplate.server.cli.trace;

import dev.nameplate.event.EventItem;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Quantity;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Items as a command line gives them: {@code ITEM}, or {@code ITEM=AMOUNT UNIT}, where the space
 * may be left out before a unit that begins with a letter. What follows the last {@code =} is an
 * amount if it begins with a digit or a sign.
 */
final class ItemText {
  private static final Pattern WITH_AMOUNT = Pattern.compile("(.+)=([-+.]?[0-9].*)");
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(-?[0-9][0-9.]*(?:[eE][-+]?[0-9]+)?)(?: +([A-Z0-9]{2,3})|([A-Z][A-Z0-9]{1,2}))");

  private ItemText() {}

  static List<EventItem> parse(String option, List<String> texts) {
    return texts.stream().map(text -> parse(option, text)).toList();
  }

  static EventItem parse(String option, String text) {
    Matcher parts = WITH_AMOUNT.matcher(text);
    if (!parts.matches()) {
      return new EventItem(ItemId.parse(text), Optional.empty());
    }
    Matcher quantity = QUANTITY.matcher(parts.group(2));
    if (!quantity.matches()) {
      throw new InvalidEventException(
          option,
          text,
          "ITEM=AMOUNT and a unit of UN/CEFACT Recommendation 20, for example "
              + parts.group(1)
              + "=21.40TNE, or C62 for pieces");
    }
    String unit = quantity.group(2) == null ? quantity.group(3) : quantity.group(2);
    return new EventItem(
        ItemId.parse(parts.group(1)), Optional.of(Quantity.of(quantity.group(1), unit)));
  }
}
