package dev.nameplate.assign;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.text.NameText;
import java.util.List;
import java.util.function.Predicate;

/**
 * Refuses events whose names look like others: items, and the texts that name the event, its
 * process, place, parties and documents. Items that were assigned before stay usable; what a
 * withdrawal refers to is not new.
 */
final class NewNames {
  private final Predicate<ItemId> known;

  /**
   * Checks events.
   *
   * @param known whether an item was assigned before
   */
  NewNames(Predicate<ItemId> known) {
    this.known = known;
  }

  /**
   * Checks an event.
   *
   * @throws dev.nameplate.error.InvalidInputException if a name may not be given to something new;
   *     it names the field, the code point and its offset
   */
  void check(Event event) {
    check("name", event.name());
    check("step", event.step());
    check("disposition", event.disposition());
    check("place", event.place());
    if (event.occurrence() instanceof Created what) {
      items("create.items", what.created());
    } else if (event.occurrence() instanceof Retired what) {
      items("retire.items", what.retired());
    } else if (event.occurrence() instanceof Processed what) {
      check("process.process", what.process());
      items("process.inputs", what.inputs());
      items("process.outputs", what.outputs());
    } else if (event.occurrence() instanceof Contained what) {
      what.parent().ifPresent(parent -> item("contain.parent", parent));
      items("contain.children", what.children());
    } else if (event.occurrence() instanceof Transferred what) {
      items("transfer.items", what.transferred());
      check("transfer.from", what.from());
      check("transfer.to", what.to());
      texts("transfer.documents", what.documents());
    } else if (event.occurrence() instanceof Observed what) {
      items("observe.items", what.observed());
      texts("observe.documents", what.documents());
    }
  }

  private void items(String field, List<EventItem> items) {
    for (int i = 0; i < items.size(); i++) {
      item(field + "[" + i + "].item", items.get(i).id());
    }
  }

  private void item(String field, ItemId item) {
    try {
      item.requireNew(field);
    } catch (InvalidEventException e) {
      if (!known.test(item)) {
        throw e;
      }
    }
  }

  private static void texts(String field, List<String> texts) {
    for (int i = 0; i < texts.size(); i++) {
      check(field + "[" + i + "]", texts.get(i));
    }
  }

  private static void check(String field, String text) {
    NameText.hidden(text)
        .ifPresent(
            fault -> {
              throw new InvalidEventException(field, fault, "\"" + NameText.cleaned(text) + "\"");
            });
  }
}
