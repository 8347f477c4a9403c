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
import java.util.Objects;
import java.util.Optional;

/**
 * Gives items numbers, in the order in which they come. Remembers those of late: more than one
 * piece of the log names. Used by one thread.
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

  /** Of the items that were looked for last and have no number: the keys of their rows. */
  private final Map<String, Bytes> absent = new HashMap<>();

  private long count = -1;

  /**
   * Finds the numbers that some items have, all at once; fewer than are remembered.
   *
   * @param view what is stored
   */
  void find(List<ItemId> items, LineageView view) {
    if (count < 0) {
      count = view.get(Keys.COUNT).map(Keys::number).orElse(0L);
    }
    absent.clear();
    List<String> names = new ArrayList<>();
    List<Bytes> keys = new ArrayList<>();
    for (ItemId item : items) {
      String name = item.canonical();
      if (remembered.get(name) == null && !absent.containsKey(name)) {
        Bytes key = Keys.item(name);
        absent.put(name, key);
        names.add(name);
        keys.add(key);
      }
    }
    List<Optional<Bytes>> found = view.getAll(keys);
    for (int i = 0; i < names.size(); i++) {
      if (found.get(i).isPresent()) {
        absent.remove(names.get(i));
        remembered.put(names.get(i), Keys.number(found.get(i).get()));
      }
    }
  }

  /** Whether an item that was looked for has a number already. */
  boolean isKnown(ItemId item) {
    return !absent.containsKey(item.canonical());
  }

  /** The number of an item that was looked for and has one. */
  long of(ItemId item) {
    Long number = remembered.get(item.canonical());
    if (number == null) {
      throw new IllegalStateException("item without a number: " + item);
    }
    return number;
  }

  /** Gives an item that was looked for and has none the next number, and returns it. */
  long add(ItemId item, long position, Trail first, LineageChanges changes) {
    count++;
    Bytes key = Objects.requireNonNull(absent.remove(item.canonical()), "not looked for");
    remembered.put(item.canonical(), count);
    changes.put(key, Keys.number(count));
    changes.put(Keys.of(Keys.NAME, count), new NamedItem(position, first, item).encode());
    return count;
  }

  /** Writes how many there are. */
  void finish(LineageChanges changes) {
    changes.put(Keys.COUNT, Keys.number(count));
  }
}
