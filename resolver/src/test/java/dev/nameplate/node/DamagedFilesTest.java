package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.read.StatementReader;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.RecordValue;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.resolve.Resolver;
import dev.nameplate.signing.MirrorDirectory;
import dev.nameplate.store.Head;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every file of a node's directory, and of a mirror's, is removed, cut, or has a bit flipped. Then
 * opening or reading names what is damaged in one line, or everything is there as it was.
 */
class DamagedFilesTest {
  private static final int FLIPS = Integer.getInteger("nameplate.test.flips", 3);
  private static final int COILS = 60;
  private static final String WHOLE = "whole";
  private static final String NAMED = "named";

  /** What may be said of a file, by a part of its name, where that is not named itself. */
  private static final Map<String, String> SAID_INSTEAD =
      Map.of(
          "anchor.txt", "holds no node",
          "checkpoint.txt", "this mirror is incomplete",
          "FORMAT", "has store format",
          "CURRENT", "file MANIFEST-",
          "MANIFEST-", "its MANIFEST (lists, is missing|is damaged)|its data is damaged",
          ".log", "a write-ahead log or its MANIFEST is damaged|its data is damaged",
          ".sst", "or one of those it lists, is damaged");

  @TempDir Path home;

  private final long seed = Long.getLong("nameplate.seed", new Random().nextLong());
  private final Random random = new Random(seed);
  private final Map<Identifier, Bytes> bodies = new LinkedHashMap<>();
  private Bytes root = Bytes.EMPTY;
  private long statements;

  /** How a directory was left. */
  private enum Image {
    /** A node's, all rows in sorted files. */
    CLOSED,
    /** A node's, all rows in the write-ahead log, as after a kill. */
    KILLED,
    /** A mirror's, closed. */
    MIRROR
  }

  @ParameterizedTest
  @EnumSource(Image.class)
  void a_damaged_file_is_named_or_does_no_harm(Image image) throws IOException {
    Path whole = make(image);
    assertThat(outcome(image, copy(whole), "")).isEqualTo(WHOLE);
    Map<String, Map<String, Integer>> tally = new TreeMap<>();
    for (Path file : files(whole)) {
      String name = whole.relativize(file).toString();
      int size = (int) Files.size(file);
      count(tally, name, outcome(image, without(whole, name), name));
      for (int left : new int[] {0, 1, size / 2, size - 1}) {
        if (left >= 0 && left < size) {
          Path cut = changed(whole, name, bytes -> Arrays.copyOf(bytes, left));
          count(tally, name, describe(outcome(image, cut, name), name + " cut to " + left));
        }
      }
      for (int i = 0; i < FLIPS && size > 0; i++) {
        int at = random.nextInt(size);
        int bit = random.nextInt(Byte.SIZE);
        Path flipped = changed(whole, name, bytes -> flip(bytes, at, bit));
        String what = name + ", bit " + bit + " of byte " + at + ", seed " + seed;
        count(tally, name, describe(outcome(image, flipped, name), what));
      }
    }
    System.out.println(image + ": seed " + seed + " (-Dnameplate.seed=… repeats the flips)");
    tally.forEach((file, outcomes) -> System.out.println("  " + file + " " + outcomes));
  }

  private static void count(Map<String, Map<String, Integer>> tally, String file, String outcome) {
    assertThat(outcome).as(file).isIn(WHOLE, NAMED);
    tally
        .computeIfAbsent(file.replaceAll("[0-9]+", "N"), kind -> new TreeMap<>())
        .merge(outcome, 1, Integer::sum);
  }

  private static String describe(String outcome, String damage) {
    return outcome.equals(WHOLE) || outcome.equals(NAMED) ? outcome : damage + ": " + outcome;
  }

  private static byte[] flip(byte[] bytes, int at, int bit) {
    bytes[at] ^= (byte) (1 << bit);
    return bytes;
  }

  private Path make(Image image) throws IOException {
    Path directory = home.resolve("node");
    NodeConfig config =
        NodeConfig.in(directory).authorityFor("88.118.8").withSuite(SignatureSuite.ED25519_SHA256);
    try (Node node = Node.open(config)) {
      fill(node);
      if (image == Image.KILLED) {
        return copy(directory);
      }
      if (image == Image.MIRROR) {
        Path mirror = home.resolve("mirror");
        Mirror.follow(
            NodeConfig.in(mirror), Optional.of(node.anchors()), new Shown(node), false, done -> {});
        return mirror;
      }
    }
    return directory;
  }

  private void fill(Node node) {
    for (int from = 0; from < COILS; from += 15) {
      CompletableFuture.allOf(
              IntStream.range(from, from + 15)
                  .mapToObj(i -> node.registrar().assignAsync(coil(i)))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
      List<RecordValue> values = List.of(RecordValue.text(1, "NO", "again"));
      node.registrar().update(coil(from).identifier(), 1, values, OperationId.NONE);
    }
    for (int i = 0; i < COILS; i++) {
      bodies.put(coil(i).identifier(), body(node.resolver(), coil(i).identifier()));
    }
    root = node.head().root();
    statements = node.head().statements();
  }

  private static Assignment coil(int number) {
    return Assignment.of("88.118.8/C-" + number).value(1, "NO", "" + number).operation("" + number);
  }

  private static Bytes body(Resolver resolver, Identifier identifier) {
    Resolution answer = resolver.resolve(identifier);
    return answer instanceof Resolution.Found found
        ? found.verified().statement().body()
        : Bytes.EMPTY;
  }

  /** {@link #WHOLE}, {@link #NAMED}, or what is wrong. */
  private String outcome(Image image, Path directory, String file) throws IOException {
    try {
      if (image == Image.MIRROR) {
        try (Mirror mirror = Mirror.open(NodeConfig.in(directory))) {
          assertThat(mirror.proofs().checkpoint()).isNotNull();
          MirrorDirectory.in(directory).promised();
          return read(mirror.resolver(), mirror.statements(), mirror.head());
        }
      }
      try (Node node = Node.open(NodeConfig.in(directory))) {
        return read(node.resolver(), node.statements(), node.head());
      }
    } catch (NameplateException e) {
      return names(String.valueOf(e.getMessage()), file) ? NAMED : e.toString();
    } finally {
      delete(directory);
    }
  }

  private String read(Resolver resolver, StatementReader log, Head found) {
    if (found.statements() != statements || !found.root().equals(root)) {
      return "head " + found;
    }
    for (Map.Entry<Identifier, Bytes> each : bodies.entrySet()) {
      Bytes body = body(resolver, each.getKey());
      if (!body.equals(each.getValue())) {
        return each.getKey() + " is " + body;
      }
    }
    long position = 0;
    try (StatementReader.Cursor cursor = log.fromPosition(0)) {
      for (; cursor.hasNext(); position++) {
        assertThat(cursor.next().position()).isEqualTo(position);
      }
    }
    return position == statements ? WHOLE : position + " statements";
  }

  /** Whether an error is one line that says where to look. */
  private static boolean names(String message, String file) {
    String name = Path.of(file).getFileName().toString();
    boolean other =
        SAID_INSTEAD.entrySet().stream()
            .anyMatch(
                each ->
                    name.contains(each.getKey())
                        && message.matches(".*(" + each.getValue() + ").*"));
    boolean row = message.startsWith("log: ") && message.contains("restore this node");
    return message.lines().count() == 1 && (message.contains(name) || other || row);
  }

  private static Path without(Path whole, String name) throws IOException {
    Path copy = copy(whole);
    Files.delete(copy.resolve(name));
    return copy;
  }

  private static Path changed(Path whole, String name, UnaryOperator<byte[]> damage)
      throws IOException {
    Path copy = copy(whole);
    Files.write(copy.resolve(name), damage.apply(Files.readAllBytes(copy.resolve(name))));
    return copy;
  }

  /** All but what RocksDB writes for people, and its lock. */
  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("LO"))
          .sorted()
          .toList();
    }
  }

  private static Path copy(Path from) throws IOException {
    Path to = Files.createTempDirectory(from.getParent(), "copy");
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file));
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
    return to;
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
