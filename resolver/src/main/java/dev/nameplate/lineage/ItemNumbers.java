package dev.nameplate.lineage;

import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Gives items numbers, in the order in which they come. Remembers those of late. Used by one
 * thread.
 */
final class ItemNumbers {
  private static final int MOST_REMEMBERED = 65_536;

  private final Map<String, Long> remembered =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private final Map<String, Long> current = new HashMap<>();
  private long count = -1;

  /**
   * Finds the numbers that some items have, all at once.
   *
   * @param view what is stored
   */
  void find(List<ItemId> items, LineageView view) {
    if (count < 0) {
      count = view.get(Keys.COUNT).map(Keys::number).orElse(0L);
    }
    current.clear();
    Map<String, Bytes> unknown = new LinkedHashMap<>();
    for (ItemId item : items) {
      String name = item.canonical();
      if (!current.containsKey(name) && !unknown.containsKey(name)) {
        Long number = remembered.get(name);
        if (number == null) {
          unknown.put(name, Keys.item(name));
        } else {
          current.put(name, number);
        }
      }
    }
    List<String> names = new ArrayList<>(unknown.keySet());
    List<Optional<Bytes>> found = view.getAll(new ArrayList<>(unknown.values()));
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      found.get(i).ifPresent(value -> keep(name, Keys.number(value)));
    }
  }

  /** Whether an item has a number already. */
  boolean isKnown(ItemId item) {
    return current.containsKey(item.canonical());
  }

  /** The number of an item that was looked for and has one. */
  long of(ItemId item) {
    Long number = current.get(item.canonical());
    if (number == null) {
      throw new IllegalStateException("item without a number: " + item);
    }
    return number;
  }

  /** Gives an item the next number, and returns it. */
  long add(ItemId item, long position, Trail first, LineageChanges changes) {
    count++;
    keep(item.canonical(), count);
    changes.put(Keys.item(item.canonical()), Keys.number(count));
    changes.put(Keys.of(Keys.NAME, count), new NamedItem(position, first, item).encode());
    return count;
  }

  /** Writes how many there are. */
  void finish(LineageChanges changes) {
    changes.put(Keys.COUNT, Keys.number(count));
  }

  private void keep(String name, long number) {
    current.put(name, number);
    remembered.put(name, number);
  }
}
