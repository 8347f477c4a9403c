package dev.nameplate.trace.read;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventId;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The content of an event, arranged by item. */
public final class Told {
  private final Event event;
  private final EventId id;
  private final Prefix recorder;
  private final Map<ItemId, List<EventItem>> inputs;
  private final Map<ItemId, List<EventItem>> others;

  public Told(Content content, Prefix recorder) {
    this.event = content.event();
    this.id = content.id();
    this.recorder = recorder;
    if (event.occurrence() instanceof Processed processed) {
      inputs = byItem(processed.inputs().stream());
      others = byItem(processed.outputs().stream());
    } else {
      inputs = Map.of();
      others = byItem(event.occurrence().items());
    }
  }

  private static Map<ItemId, List<EventItem>> byItem(Stream<EventItem> items) {
    Map<ItemId, List<EventItem>> byItem = new HashMap<>();
    items.forEach(item -> byItem.computeIfAbsent(item.id(), any -> new ArrayList<>(1)).add(item));
    return byItem;
  }

  public Event event() {
    return event;
  }

  public EventId id() {
    return id;
  }

  /** The name of the process of an event. */
  public static String process(Event event, EventId id) {
    return event.occurrence() instanceof Processed what && !what.process().isEmpty()
        ? what.process()
        : id.toString();
  }

  public Prefix recorder() {
    return recorder;
  }

  /** The amounts of an item that a process used, one for each naming. */
  public List<EventItem> used(ItemId item) {
    return inputs.getOrDefault(item, List.of());
  }

  /** The amounts of an item that a process made, or that any other event names. */
  public List<EventItem> named(ItemId item) {
    return others.getOrDefault(item, List.of());
  }
}
