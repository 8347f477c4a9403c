package dev.nameplate.server.crash;

import dev.nameplate.server.Main;
import dev.nameplate.server.cli.ProcessArguments;
import dev.nameplate.server.cli.output.Terminal;
import java.io.IOException;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code serve} in a process where something goes wrong once a line comes on standard input: what,
 * the first argument says.
 */
final class ExhaustedServer {
  private ExhaustedServer() {}

  public static void main(String[] arguments) {
    Thread trouble = new Thread(() -> begin(arguments[0]), "trouble");
    trouble.setDaemon(true);
    trouble.start();
    List<String> command = ProcessArguments.decoded(arguments);
    System.exit(Main.commandLine().run(command.subList(1, command.size()), Terminal.ofProcess()));
  }

  private static void begin(String what) {
    try {
      if (System.in.read() < 0) {
        return;
      }
    } catch (IOException e) {
      return;
    }
    switch (what) {
      case "heap" -> fill();
      case "thread" -> fail(new OutOfMemoryError("Java heap space"));
      case "internal" -> fail(new InternalError("a fault occurred in an unsafe memory access"));
      case "jdk-log" ->
          Logger.getLogger("io.grpc.internal.SerializingExecutor")
              .log(
                  Level.SEVERE,
                  "Exception while executing",
                  new OutOfMemoryError("Java heap space"));
      case "slf4j" ->
          LoggerFactory.getLogger("io.netty.util.concurrent.AbstractEventExecutor")
              .warn("A task raised an exception", new OutOfMemoryError("Java heap space"));
      case "stack" -> fail(new StackOverflowError());
      case "direct" -> fail(new OutOfMemoryError("Cannot reserve 8 bytes of direct buffer memory"));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private static void fail(Error error) {
    throw error;
  }

  /** Takes all memory, keeps it, and goes on taking what others let go of. */
  private static void fill() {
    Object[] last = {null};
    while (true) {
      try {
        last = new Object[] {last, new byte[256]};
      } catch (OutOfMemoryError e) {
        Thread.onSpinWait(); // swallowed: others must meet it
      }
    }
  }
}
