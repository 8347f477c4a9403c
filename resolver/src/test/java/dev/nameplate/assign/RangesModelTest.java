package dev.nameplate.assign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.error.PreconditionException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.AlreadyAssignedException;
import dev.nameplate.log.OperationId;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.resolve.AsOf;
import dev.nameplate.resolve.Question;
import dev.nameplate.resolve.Records;
import dev.nameplate.resolve.Resolution;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random ranges, assignments, updates and retirements against a plain map. */
class RangesModelTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final int STEPS = 300;

  /** Patterns that overlap with each other in several ways, and some that look as if they did. */
  private static final String[] PATTERNS = {
    "A{seq:3}",
    "a1{seq:2}",
    "A{seq:2}7",
    "A{seq:4}",
    "A{seq:2}{check}",
    "A{seq:3}X",
    "B/{seq:2}",
    "B/{seq:2}/1",
    "B{{{seq:2}"
  };

  @TempDir Path directory;

  /** The texts of all versions of each identifier; the text of a tombstone is null's name. */
  private final Map<Identifier, List<String>> model = new TreeMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void a_node_with_ranges_answers_as_a_map_of_all_members_would(long seed) {
    Random random = new Random(seed);
    Node node = Node.open(NodeConfig.in(directory).authorityFor("88.118.8"));
    try {
      for (int step = 0; step < STEPS; step++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> assignRange(node, random, step);
          case 2 -> assign(node, random, step);
          case 3 -> update(node, random, step);
          case 4 -> retire(node, random);
          case 5 -> list(node, random);
          default -> resolve(node, random);
        }
        if (random.nextInt(100) == 0) {
          node.close();
          node = Node.open(NodeConfig.in(directory));
        }
      }
      for (Identifier identifier : model.keySet()) {
        check(node, identifier);
      }
      list(node, new Random(seed));
    } finally {
      node.close();
    }
  }

  private void assignRange(Node node, Random random, int step) {
    SuffixPattern pattern = SuffixPattern.parse(PATTERNS[random.nextInt(PATTERNS.length)]);
    long first = random.nextLong(pattern.mostNumber() + 1);
    long last = Math.min(pattern.mostNumber(), first + random.nextInt(12));
    Optional<Identifier> conflict = Optional.empty();
    for (long number = last; number >= first; number--) {
      Identifier member = Identifier.of(MILL, pattern.numbered(number));
      conflict = model.containsKey(member) ? Optional.of(member) : conflict;
    }
    RangeAssignment range =
        RangeAssignment.of("88.118.8", pattern.toString(), first, last)
            .value(1, "T", step + " {n} {identifier}");
    try {
      node.registrar().assignRange(range);
      assertThat(conflict).as("%s", range.range()).isEmpty();
      for (long number = first; number <= last; number++) {
        Identifier member = Identifier.of(MILL, pattern.numbered(number));
        versions(member).add(step + " " + number + " " + member);
      }
    } catch (AlreadyAssignedException refused) {
      assertThat(conflict).as("%s", refused.getMessage()).isPresent();
      assertThat(String.valueOf(refused.getMessage()).toLowerCase(java.util.Locale.ROOT))
          .contains("holds \"" + conflict.orElseThrow().canonical() + "\"");
    }
  }

  private void assign(Node node, Random random, int step) {
    Identifier identifier = any(random);
    try {
      node.registrar().assign(Assignment.of(identifier).value(1, "T", "own " + step));
      assertThat(model).doesNotContainKey(identifier);
      versions(identifier).add("own " + step);
    } catch (AlreadyAssignedException refused) {
      assertThat(model).containsKey(identifier);
    }
  }

  private void update(Node node, Random random, int step) {
    Identifier identifier = any(random);
    List<String> versions = model.getOrDefault(identifier, List.of());
    boolean possible = !versions.isEmpty() && !isRetired(versions);
    try {
      node.registrar()
          .update(
              identifier,
              Math.max(1, versions.size()),
              List.of(RecordValue.text(1, "T", "new " + step)),
              OperationId.NONE);
      assertThat(possible).isTrue();
      versions.add("new " + step);
    } catch (PreconditionException refused) {
      assertThat(possible).as("%s", refused.getMessage()).isFalse();
    }
  }

  private void retire(Node node, Random random) {
    Identifier identifier = any(random);
    List<String> versions = model.getOrDefault(identifier, List.of());
    boolean possible = !versions.isEmpty() && !isRetired(versions);
    try {
      node.registrar().retire(identifier, Math.max(1, versions.size()), OperationId.NONE);
      assertThat(possible).isTrue();
      versions.add("");
    } catch (PreconditionException refused) {
      assertThat(possible).as("%s", refused.getMessage()).isFalse();
    }
  }

  private void resolve(Node node, Random random) {
    check(node, any(random));
  }

  private void check(Node node, Identifier identifier) {
    List<String> versions = model.getOrDefault(identifier, List.of());
    String newest = versions.isEmpty() ? "" : versions.get(versions.size() - 1);
    assertThat(text(node.resolver().resolve(identifier))).as("%s", identifier).isEqualTo(newest);
    for (int version = 1; version <= versions.size() + 1; version++) {
      Resolution answer =
          node.resolver().resolve(new Question(identifier, new AsOf.Version(version)));
      assertThat(text(answer))
          .as("%s version %s", identifier, version)
          .isEqualTo(version > versions.size() ? "" : versions.get(version - 1));
    }
  }

  private void list(Node node, Random random) {
    boolean retired = random.nextBoolean();
    String start = new String[] {"", "A", "a1", "B/", "A05"}[random.nextInt(5)];
    List<String> expected = new ArrayList<>();
    model.forEach(
        (identifier, versions) -> {
          if (identifier.suffix().canonical().startsWith(start.toLowerCase(java.util.Locale.ROOT))
              && (retired || !isRetired(versions))) {
            expected.add(identifier.canonical() + " " + versions.size());
          }
        });
    List<String> listed = new ArrayList<>();
    String token = "";
    do {
      Records.Page page =
          node.records()
              .list(new Records.Filter(MILL, start, retired), 1 + random.nextInt(30), token);
      for (var entry : page.entries()) {
        listed.add(entry.value().identifier().canonical() + " " + entry.value().version());
      }
      token = page.nextToken();
    } while (!token.isEmpty());
    assertThat(listed).isEqualTo(expected);
  }

  private Identifier any(Random random) {
    SuffixPattern pattern = SuffixPattern.parse(PATTERNS[random.nextInt(PATTERNS.length)]);
    return Identifier.of(MILL, pattern.numbered(random.nextLong(pattern.mostNumber() + 1)));
  }

  private List<String> versions(Identifier identifier) {
    return model.computeIfAbsent(identifier, absent -> new ArrayList<>());
  }

  private static boolean isRetired(List<String> versions) {
    return versions.get(versions.size() - 1).isEmpty();
  }

  private static String text(Resolution answer) {
    if (answer instanceof Resolution.Found found) {
      IdentifierRecord record = found.record();
      return ((ValueData.Text) record.value(1).orElseThrow().data()).text();
    }
    return "";
  }
}
