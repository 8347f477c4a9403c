package dev.nameplate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.lineage.EventLog;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.trace.evidence.EvidenceQuestion;
import dev.nameplate.trace.evidence.EvidenceReader;
import dev.nameplate.trace.recall.OtherNodes;
import dev.nameplate.trace.recall.Period;
import dev.nameplate.trace.recall.Recall;
import dev.nameplate.trace.recall.RecallQuestion;
import dev.nameplate.trace.recall.RecallStep;
import dev.nameplate.trace.recall.RecallStep.Affected;
import dev.nameplate.trace.recall.RecallStep.Summary;
import dev.nameplate.trace.recall.RecallStep.Witness;
import dev.nameplate.trace.recall.RecallSteps;
import dev.nameplate.trace.recall.Suspect;
import dev.nameplate.trust.statement.RecordedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A recall over two or three companies, each with a node of its own, gives what a single node gives
 * that has all events which the asking caller may see: whoever is asked, whatever was split,
 * packed, returned, restricted or withdrawn, and in whichever circle the companies deliver.
 */
class RecallAcrossModelTest {
  private static final List<Prefix> COMPANIES =
      Stream.of("88.118.8", "88.119.7", "88.120.5").map(Prefix::parse).toList();
  private static final int EVENTS = 40;

  @TempDir private Path directory;

  private final List<Told> history = new ArrayList<>();
  private int compared;

  /** An event, with its recorder. */
  private record Told(Prefix recorder, Event event, boolean restricted) {}

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void all_nodes_together_answer_as_one_would(long seed) {
    compare(seed);
  }

  @Test
  @Tag("crash")
  void so_they_do_over_many_more_histories() {
    long first = Long.getLong("nameplate.model.seed", 2_000_000);
    int histories = Integer.getInteger("nameplate.model.histories", 10);
    for (long seed = first; seed < first + histories; seed++) {
      compare(seed);
    }
    System.out.println(compared + " recalls across nodes compared");
  }

  private void compare(long seed) {
    history.clear();
    Random random = new Random(seed);
    List<Prefix> companies = COMPANIES.subList(0, 2 + random.nextInt(2));
    new Trade(random, companies).run();
    Map<Prefix, EventLog> logs = new LinkedHashMap<>();
    try {
      for (Prefix company : companies) {
        EventLog log = new EventLog(directory.resolve(seed + "-" + company), Set.of(company));
        logs.put(company, log);
        record(log, history.stream().filter(told -> told.recorder().equals(company)).toList());
      }
      for (Prefix asked : companies) {
        for (Caller caller : List.of(Caller.OPERATOR, Caller.STRANGER)) {
          Path one = directory.resolve(seed + "-all-" + asked + "-" + caller.seesAll());
          try (EventLog all = new EventLog(one, Set.copyOf(companies))) {
            record(all, history.stream().filter(told -> shows(told, asked, caller)).toList());
            for (int question = 0; question < 8; question++) {
              compare(seed, random, across(logs, asked), all, caller);
            }
          }
        }
      }
    } finally {
      logs.values().forEach(EventLog::close);
    }
  }

  /** True if a caller of a company's node sees an event of any node. */
  private static boolean shows(Told told, Prefix asked, Caller caller) {
    return !told.restricted() || (caller.seesAll() && told.recorder().equals(asked));
  }

  private static void record(EventLog log, List<Told> events) {
    events.stream()
        .map(told -> log.append(told.recorder(), told.event(), told.restricted()))
        .toList()
        .forEach(CompletableFuture::join);
  }

  private static Recall across(Map<Prefix, EventLog> logs, Prefix asked) {
    EventLog here = log(logs, asked);
    return new Recall(
        here.statements(),
        here.index(),
        Optional.of(
            new OtherNodes(
                (authority, question, budget) -> {
                  EventLog there = log(logs, authority);
                  return new EvidenceReader(there.statements(), there.index(), authority::contains)
                      .all(question, budget, Caller.STRANGER);
                },
                asked::contains,
                asked)));
  }

  private static EventLog log(Map<Prefix, EventLog> logs, Prefix company) {
    return Objects.requireNonNull(logs.get(company));
  }

  private void compare(long seed, Random random, Recall across, EventLog all, Caller caller) {
    List<ItemId> asked =
        history.stream()
            .flatMap(told -> told.event().occurrence().items())
            .map(EventItem::id)
            .distinct()
            .toList();
    ItemId suspect = asked.get(random.nextInt(asked.size()));
    RecallQuestion question = RecallQuestion.of(List.of(Suspect.of(suspect)));
    if (random.nextInt(4) == 0) {
      question =
          question.received(
              new Period(EventLog.minute(10), EventLog.minute(10 + random.nextInt(30) + 1)));
    }
    EvidenceQuestion evidence =
        new EvidenceQuestion(Set.of(suspect), Set.of(), AsOf.Newest.NEWEST, 1000);
    if (new EvidenceReader(all.statements(), all.index(), prefix -> true)
        .all(evidence, TracerModelTest.budget(), caller)
        .pieces()
        .isEmpty()) {
      return; // only events that are hidden or withdrawn name it
    }
    List<RecallStep> expected = steps(new Recall(all.statements(), all.index()), question, caller);
    List<RecallStep> found = steps(across, question.recursive(true), caller);
    compared++;

    String told = "seed %d: %s for %s".formatted(seed, question, caller);
    assertThat(affected(found)).as(told).containsExactlyInAnyOrderElementsOf(affected(expected));
    Summary summary = (Summary) found.get(0);
    Summary wanted = (Summary) expected.get(0);
    assertThat(summary.totals()).as(told).isEqualTo(wanted.totals());
    assertThat(List.of(summary.certain(), summary.possible(), summary.excluded(), summary.apart()))
        .as(told)
        .isEqualTo(List.of(wanted.certain(), wanted.possible(), wanted.excluded(), wanted.apart()));
    assertThat(found)
        .as(told)
        .filteredOn(Witness.class::isInstance)
        .allSatisfy(step -> assertThat(((Witness) step).gaps()).isEmpty());
  }

  private static List<RecallStep> steps(Recall recall, RecallQuestion question, Caller caller) {
    List<RecallStep> all = new ArrayList<>();
    try (RecallSteps steps = recall.recall(question, TracerModelTest.budget(), caller)) {
      steps.forEachRemaining(all::add);
    }
    return all;
  }

  private static List<Affected> affected(List<RecallStep> steps) {
    return steps.stream()
        .flatMap(step -> step instanceof Affected one ? Stream.of(one) : Stream.empty())
        .toList();
  }

  /**
   * Companies that make things of each other's things, and pack, pass on and take back. A company
   * names what it made, and what was given to it, itself or inside something: so that who asks from
   * elsewhere can learn of it. Everybody may read the gifts and packings, and they stay.
   */
  private final class Trade {
    private final Random random;
    private final List<Prefix> companies;
    private final Map<Prefix, Set<ItemId>> known = new HashMap<>();
    private final Map<ItemId, Set<ItemId>> packed = new HashMap<>();

    Trade(Random random, List<Prefix> companies) {
      this.random = random;
      this.companies = companies;
      companies.forEach(company -> known.put(company, new LinkedHashSet<>(items(company))));
    }

    static List<ItemId> items(Prefix company) {
      return Stream.of("A", "B", "C", "LOT", "BOX", "PALLET")
          .map(name -> ItemId.parse(company + "/" + name))
          .toList();
    }

    void run() {
      for (int minute = 0; minute < EVENTS; minute++) {
        Prefix company = one(companies);
        Event event = Event.at(EventLog.minute(minute), occurrence(company)).step("s" + minute);
        history.add(new Told(company, event, !stays(event) && random.nextInt(6) == 0));
      }
    }

    private static boolean stays(Event event) {
      return event.occurrence() instanceof Contained
          || (event.occurrence() instanceof Transferred given && given.side() == Side.GIVEN);
    }

    private Occurrence occurrence(Prefix company) {
      List<ItemId> any = List.copyOf(known.getOrDefault(company, Set.of()));
      return switch (random.nextInt(12)) {
        case 0 -> new Created(some(items(company), 2));
        case 1 -> new Retired(some(any, 1));
        case 2 -> new Observed(some(any, 2), List.of());
        case 3, 4, 5 -> given(company, some(any, 2));
        case 6 ->
            new Transferred(
                some(any, 2),
                one(companies).toString(),
                company.toString(),
                Side.RECEIVED,
                List.of());
        case 7, 8 -> contained(items(company).get(4 + random.nextInt(2)), some(any, 2));
        case 9 -> withdrawn(company);
        default -> new Processed(some(any, 2), some(items(company), 2));
      };
    }

    private Occurrence given(Prefix company, List<EventItem> items) {
      Prefix to = one(companies);
      boolean toShop = random.nextInt(4) == 0;
      if (!toShop) {
        items.forEach(item -> learn(to, item.id()));
      }
      return new Transferred(
          items, company.toString(), toShop ? "a shop" : to + "/GATE", Side.GIVEN, List.of());
    }

    private void learn(Prefix company, ItemId item) {
      if (known.getOrDefault(company, Set.of()).add(item)) {
        packed.getOrDefault(item, Set.of()).forEach(inside -> learn(company, inside));
      }
    }

    private Occurrence contained(ItemId parent, List<EventItem> some) {
      List<EventItem> children = some.stream().filter(child -> !child.id().equals(parent)).toList();
      Change change = children.isEmpty() || random.nextInt(3) == 0 ? Change.LEAVE : Change.ENTER;
      if (change == Change.ENTER) {
        children.forEach(
            child -> packed.computeIfAbsent(parent, any -> new LinkedHashSet<>()).add(child.id()));
      }
      boolean everything = change == Change.LEAVE && random.nextBoolean();
      return new Contained(
          Optional.of(parent), everything ? List.of() : children, change, Bond.PACKED);
    }

    private Occurrence withdrawn(Prefix company) {
      List<Event> own =
          history.stream()
              .filter(told -> told.recorder().equals(company))
              .map(Told::event)
              .filter(event -> !stays(event))
              .toList();
      if (own.isEmpty()) {
        return new Created(some(items(company), 1));
      }
      return new Withdrawn(
          new Target.ById(RecordedEvent.Content.of(one(own)).id()), "wrong", List.of());
    }

    private List<EventItem> some(List<ItemId> of, int most) {
      return Stream.generate(() -> one(of))
          .limit(1L + random.nextInt(most))
          .map(
              item ->
                  random.nextInt(3) == 0
                      ? EventItem.of(item.toString())
                      : EventItem.of(item.toString(), "" + (1 + random.nextInt(9)), "TNE"))
          .toList();
    }

    private <T> T one(List<T> of) {
      return of.get(random.nextInt(of.size()));
    }
  }
}
