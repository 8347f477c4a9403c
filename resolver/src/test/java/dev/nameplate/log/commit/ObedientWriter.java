package dev.nameplate.log.commit;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.NameplateException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.Receipt;
import dev.nameplate.node.CheckpointPolicy;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A process that does with a node what it is told on standard input, a line each: {@code open},
 * {@code assign N} for as many new identifiers, {@code fill N} for as many with large values until
 * one is refused, {@code resolve IDENTIFIER}, {@code hog} to take all file descriptors, {@code
 * release} to give them back, {@code close}, {@code keep} to keep checkpoints in a file from the
 * next opening on. Without that, while it waits it makes no system call, so what is made to fail
 * then fails in what it does next.
 */
final class ObedientWriter {
  static final String DONE = "done";
  private static final String TEXT = "x".repeat(2_000);
  private static final String LARGE = "x".repeat(200_000);

  private NodeConfig config;
  private final FileChannel out = new FileOutputStream(FileDescriptor.out).getChannel();
  private final List<FileInputStream> hogged = new ArrayList<>();
  private final StringBuilder answer = new StringBuilder();
  private @Nullable Node node;
  private int next;

  private ObedientWriter(Path directory) {
    this.config =
        NodeConfig.in(directory)
            .authorityFor(CrashingWriter.PREFIX)
            .withSuite(SignatureSuite.ED25519_SHA256)
            .withCheckpoints(CheckpointPolicy.NONE);
  }

  public static void main(String[] arguments) throws IOException {
    ObedientWriter writer = new ObedientWriter(Path.of(arguments[0]));
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    writer.send();
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      writer.obey(line.split(" ", -1));
      writer.send();
    }
  }

  private void obey(String[] command) throws IOException {
    switch (command[0]) {
      case "open" -> attempt(this::open);
      case "assign" -> {
        for (int i = 0; i < Integer.parseInt(command[1]); i++) {
          attempt(() -> assign(TEXT));
        }
      }
      case "fill" -> {
        boolean taken = true;
        for (int i = 0; i < Integer.parseInt(command[1]) && taken; i++) {
          taken = attempt(() -> assign(LARGE));
        }
      }
      case "keep" -> config = config.withCheckpoints(CheckpointPolicy.DEFAULT);
      case "hog" -> hog();
      case "release" -> release();
      case "resolve" -> attempt(() -> resolve(Identifier.parse(command[1])));
      case "close" -> Objects.requireNonNull(node).close();
      default -> throw new IllegalArgumentException(command[0]);
    }
  }

  private String open() {
    node = Node.open(config);
    return "opened " + node.head().epoch();
  }

  private void hog() {
    try {
      while (true) {
        hogged.add(new FileInputStream("/dev/null"));
      }
    } catch (IOException e) {
      answer.append("hogged ").append(hogged.size()).append('\n');
    }
  }

  private void release() throws IOException {
    for (FileInputStream each : hogged) {
      each.close();
    }
    hogged.clear();
  }

  private String assign(String text) {
    Identifier identifier = Identifier.parse(CrashingWriter.PREFIX + "/W-" + System.nanoTime());
    Receipt receipt =
        Objects.requireNonNull(node)
            .registrar()
            .assign(Assignment.of(identifier).value(1, "NO", text + next++));
    return "receipt " + identifier + " " + receipt.position();
  }

  private String resolve(Identifier identifier) {
    Resolution found = Objects.requireNonNull(node).resolver().resolve(identifier);
    return found instanceof Resolution.Found one
        ? "found " + one.verified().position()
        : "not found: " + found;
  }

  /** Whether it was not refused. */
  private boolean attempt(Supplier<String> action) {
    boolean done = false;
    String outcome;
    try {
      outcome = action.get();
      done = true;
    } catch (NameplateException e) {
      outcome = "failed " + e.reason() + " " + e.getMessage();
    }
    answer.append(outcome).append('\n');
    return done;
  }

  /** Tells what happened, and tries until that works. */
  private void send() {
    ByteBuffer bytes = StandardCharsets.UTF_8.encode(answer.append(DONE).append('\n').toString());
    answer.setLength(0);
    while (bytes.hasRemaining()) {
      try {
        out.write(bytes);
      } catch (IOException e) {
        // Made to fail, too.
      }
    }
  }
}
