package dev.nameplate.server.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A process that attacks a server until it is told to stop. It has a process of its own, as hostile
 * callers do: a good client beside it would wait for the attacker's event loops.
 */
final class Attacker implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private Attacker(Process process) {
    this.process = process;
    this.output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** The attacks there are. */
  enum Kind {
    UNREAD_REFUSALS(HostileCalls::unreadRefusals),
    UNREAD_PAGES(HostileCalls::unreadPages),
    HALF_SENT_REQUESTS(HostileCalls::halfSent),
    ANNOUNCED_REQUESTS(RawConnections::announced),
    LOG_FOLLOWERS(HostileCalls::followers),
    HEALTH_WATCHES(HostileCalls::watches),
    REFLECTION(HostileCalls::reflections),
    CANCELLED_LISTS(CancelledCalls::lists),
    CANCELLED_RECALLS(CancelledCalls::recalls),
    CANCELLED_BALANCES(CancelledCalls::balances),
    CANCELLED_TRACES(CancelledCalls::traces),
    RAPID_RESETS(RawConnections::resets),
    GZIP_BOMBS(GzipBombs::new),
    SILENT_CONNECTIONS(RawConnections::silent);

    @SuppressWarnings("ImmutableEnumChecker") // refers to methods without state
    private final Start start;

    Kind(Start start) {
      this.start = start;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }

  /** How an attack begins. */
  private interface Start {
    Attack on(String address) throws IOException;
  }

  /** Attacks an address. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    int strikes = 0;
    try (Attack attack = Kind.valueOf(arguments[0]).start.on(arguments[1])) {
      attack.strike();
      System.out.println("begun");
      while (System.in.available() == 0) {
        attack.strike();
        strikes++;
      }
      System.out.println(strikes);
    }
    System.exit(0);
  }

  /** Starts a process that attacks an address, and returns once it struck. */
  static Attacker start(Kind kind, String address) throws IOException {
    Attacker attacker =
        new Attacker(
            new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Attacker.class.getName(),
                    kind.name(),
                    address)
                .redirectError(Redirect.INHERIT)
                .start());
    if (!"begun".equals(attacker.output.readLine())) {
      attacker.close();
      throw new IOException("no attack: " + kind);
    }
    return attacker;
  }

  /** Stops it, and returns how often it struck. */
  int stop() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    return Integer.parseInt(output.readLine());
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
