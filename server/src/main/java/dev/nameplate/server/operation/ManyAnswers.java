package dev.nameplate.server.operation;

import dev.nameplate.access.Caller;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolved;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.server.operation.ManyAnswers.Item;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * The answers to a {@link ManyQuestion} in the order of its identifiers, in parts of about {@value
 * #PART_BYTES} bytes. They are asked for in slices: as many as the room for their answers holds,
 * and no more than other nodes are to be asked for at a time. Used by one thread at a time.
 */
public final class ManyAnswers implements Iterator<List<Item>> {
  private static final int PART_BYTES = 64 << 10;

  /** Size of an answer beside its statement and chain, in bytes. */
  private static final int BESIDES = 256;

  /** Number of identifiers that are asked for together, and the room for their answers in bytes. */
  private record Slice(int most, long room) {
    private static final Slice OWN = new Slice(128, 1 << 20);
    private static final Slice OF_OTHERS = new Slice(1_000, 16 << 20);
  }

  private final ManyQuestion asked;
  private final Caller caller;
  private final Resolver resolver;
  private final Slice slice;
  private final Budget budget;
  private final BiFunction<Identifier, Resolution, List<SignedStatement>> proofs;
  private final Queue<Item> ahead = new ArrayDeque<>();
  private int next;

  /**
   * The result for one of the identifiers.
   *
   * @param result the answer or the failure
   * @param selected the indexes of the values of interest, ascending; empty for all
   * @param chain the delegations that prove the answer, the outermost first
   */
  public record Item(Resolved result, List<Integer> selected, List<SignedStatement> chain) {
    private static Item failed(NameplateException why) {
      return new Item(new Resolved.Failed(why), List.of(), List.of());
    }
  }

  /**
   * Answers, none of which is made yet.
   *
   * @param asksOthers whether the resolver asks other nodes
   */
  ManyAnswers(
      ManyQuestion asked,
      Caller caller,
      Resolver resolver,
      boolean asksOthers,
      Budget budget,
      BiFunction<Identifier, Resolution, List<SignedStatement>> proofs) {
    this.asked = asked;
    this.caller = caller;
    this.resolver = resolver;
    this.slice = asksOthers ? Slice.OF_OTHERS : Slice.OWN;
    this.budget = budget;
    this.proofs = proofs;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || next < asked.identifiers().size();
  }

  @Override
  public List<Item> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    List<Item> part = new ArrayList<>();
    List<SignedStatement> chain = List.of();
    for (int room = PART_BYTES; room > 0 && hasNext(); ) {
      budget.requireWanted();
      Item item = one();
      part.add(item);
      room -= BESIDES + sizeOf(item.result());
      if (!item.chain().equals(chain)) { // answers of a message share chains
        chain = item.chain();
        room -= sizeOf(chain);
      }
    }
    return part;
  }

  private Item one() {
    if (ahead.isEmpty()) {
      askForSlice();
    }
    return ahead.remove();
  }

  private Item alone(String written) {
    try {
      Identifier identifier = Identifier.sought(written);
      return item(
          identifier,
          Resolved.of(() -> resolver.resolve(new Question(identifier, asked.asOf()), budget)));
    } catch (InvalidInputException e) {
      return Item.failed(e);
    }
  }

  private void askForSlice() {
    List<@Nullable Item> malformed = new ArrayList<>(); // null where the identifier is not
    List<Identifier> identifiers = new ArrayList<>();
    Budget held = budget.holding(slice.room());
    int until = Math.min(next + slice.most(), asked.identifiers().size());
    for (String written : asked.identifiers().subList(next, until)) {
      try {
        identifiers.add(Identifier.sought(written));
        malformed.add(null);
      } catch (InvalidInputException e) {
        malformed.add(Item.failed(e));
      }
    }
    Iterator<Identifier> of = identifiers.iterator();
    Iterator<Resolved> results = resolver.resolveAll(identifiers, asked.asOf(), held).iterator();
    for (Item item : malformed) {
      if (item != null) {
        ahead.add(item);
      } else {
        Identifier identifier = of.next();
        Resolved result = results.next();
        if (held.isFull() && result.isExhausted()) {
          break; // from here on with new room
        }
        ahead.add(item(identifier, result));
      }
    }
    next += ahead.size();
    if (ahead.isEmpty()) { // other answers took the room of the first
      ahead.add(alone(asked.identifiers().get(next++)));
    }
  }

  private Item item(Identifier identifier, Resolved result) {
    if (!(result instanceof Resolved.Answered answered)) {
      return new Item(result, List.of(), List.of());
    }
    List<Integer> selected =
        answered.answer() instanceof Resolution.Found found
            ? asked.selection().of(found.record(), caller)
            : List.of();
    return new Item(result, selected, proofs.apply(identifier, answered.answer()));
  }

  /** Size of the statement of an answer, without its proof, in bytes. */
  private static int sizeOf(Resolved result) {
    if (!(result instanceof Resolved.Answered answered)) {
      return BESIDES;
    }
    if (answered.answer() instanceof Resolution.Found found) {
      return sizeOf(found.verified().statement());
    }
    return answered.answer() instanceof Resolution.Absent absent
        ? absent.tombstone().map(retired -> sizeOf(retired.statement())).orElse(0)
            + absent.denial().map(denial -> sizeOf(denial.statement())).orElse(0)
        : BESIDES;
  }

  private static int sizeOf(SignedStatement statement) {
    int size = statement.body().size();
    for (Bytes disclosure : statement.disclosures()) {
      size += disclosure.size();
    }
    return size;
  }

  private static int sizeOf(List<SignedStatement> chain) {
    int size = 0;
    for (SignedStatement delegation : chain) {
      size += BESIDES + sizeOf(delegation);
    }
    return size;
  }
}
