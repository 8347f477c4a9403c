package dev.nameplate.lineage;

import dev.nameplate.event.ItemId;
import dev.nameplate.record.Bytes;
import dev.nameplate.store.LineageChanges;
import dev.nameplate.store.LineageView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers items in the order of their first naming. Remembers those of late: more than one piece of
 * the log names. Used by one thread.
 */
final class ItemNumbers {
  private static final int MOST_REMEMBERED = 65_536;

  private final Map<String, Long> remembered = new Recent<>(MOST_REMEMBERED);

  /** The items of the last look-up. */
  private final Map<String, Sought> sought = new HashMap<>();

  private long count = -1;

  /** An item of a look-up. */
  private static final class Sought {
    private long number; // 0: none

    /** The key of its row, unless it was cached. */
    private final Bytes key;

    Sought(long number, Bytes key) {
      this.number = number;
      this.key = key;
    }
  }

  /**
   * Looks up the numbers of several items together.
   *
   * @param view the stored rows
   */
  void find(List<ItemId> items, LineageView view) {
    if (count < 0) {
      count = view.get(Keys.COUNT).map(Keys::number).orElse(0L);
    }
    sought.clear();
    List<String> names = new ArrayList<>();
    List<Bytes> keys = new ArrayList<>();
    for (ItemId item : items) {
      String name = item.canonical();
      if (sought.containsKey(name)) {
        continue;
      }
      Long number = remembered.get(name);
      if (number != null) {
        sought.put(name, new Sought(number, Bytes.EMPTY));
        continue;
      }
      Bytes key = Keys.item(name);
      sought.put(name, new Sought(0, key));
      names.add(name);
      keys.add(key);
    }
    List<Optional<Bytes>> found = view.getAll(keys);
    for (int i = 0; i < names.size(); i++) {
      if (found.get(i).isPresent()) {
        give(names.get(i), Keys.number(found.get(i).get()));
      }
    }
  }

  private Sought give(String name, long number) {
    Sought item = sought(name);
    item.number = number;
    remembered.put(name, number);
    return item;
  }

  private Sought sought(String name) {
    Sought item = sought.get(name);
    if (item == null) {
      throw new IllegalStateException("item that was not looked for: " + name);
    }
    return item;
  }

  /** True if an item that was looked up has a number already. */
  boolean isKnown(ItemId item) {
    return sought(item.canonical()).number > 0;
  }

  /** The number of an item of the look-up that has one. */
  long of(ItemId item) {
    return sought(item.canonical()).number;
  }

  /** Assigns the next number to an item of the look-up without a number, and returns it. */
  long add(ItemId item, long position, Trail first, LineageChanges changes) {
    count++;
    changes.put(give(item.canonical(), count).key, Keys.number(count));
    changes.put(Keys.of(Keys.NAME, count), new NamedItem(position, first, item).encode());
    return count;
  }

  /** Writes how many there are. */
  void finish(LineageChanges changes) {
    changes.put(Keys.COUNT, Keys.number(count));
  }
}
