package dev.nameplate.server.demo;

import dev.nameplate.server.cli.output.Failure;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.List;
import java.util.Locale;

/**
 * Shows the steps: an explanation for people, and for programs {@code step}, {@code ok}, {@code
 * detail}.
 */
final class Story {
  private final Output output;
  private final long began = System.nanoTime();
  private int number;
  private boolean wentWell = true;

  Story(Output output) {
    this.output = output;
  }

  /**
   * The result of a step.
   *
   * @param detail the result, in one sentence
   * @param lines the result at more length, for people
   */
  record Told(String detail, List<String> lines) {
    static Told of(String detail, String... lines) {
      return new Told(detail, List.of(lines));
    }
  }

  /** A step of the demonstration; it throws if it fails. */
  @FunctionalInterface
  interface Step {
    Told take();
  }

  /** Makes the nodes that the story is about, as its first step. */
  Network opening(TemporaryDirectory directory, SignatureSuite suite) {
    long start = System.nanoTime();
    Network network = Network.open(directory.path(), suite);
    tell("node", "Start five nodes", true, network.introduce(), start);
    return network;
  }

  /** Runs a step and shows its result; after a failure, further steps are left out. */
  void step(String name, String title, Step step) {
    if (!wentWell) {
      return;
    }
    long start = System.nanoTime();
    try {
      Told told = step.take();
      tell(name, title, true, told, start);
    } catch (RuntimeException e) {
      wentWell = false;
      tell(name, title, false, Told.of(Failure.of(e).message(), Failure.of(e).message()), start);
    }
  }

  private void tell(String name, String title, boolean ok, Told told, long start) {
    double seconds = (System.nanoTime() - start) / 1e9;
    output.result(
        Json.object()
            .put("step", name)
            .put("ok", ok)
            .put("detail", told.detail())
            .put("seconds", seconds));
    String mark = ok ? output.good("ok") : output.bad("FAILED");
    output.line(
        String.format(
            Locale.ROOT,
            "%2d  %s  %s  %s",
            ++number,
            output.bold(title),
            mark,
            output.faint(took(seconds))));
    told.lines().forEach(line -> output.line("    " + line));
    output.line();
  }

  /** Shows the end. */
  void end() {
    double seconds = (System.nanoTime() - began) / 1e9;
    if (wentWell) {
      output.line(
          output.good("All went well") + " in " + took(seconds) + ". Now with a node of your own:");
      output.line("    nameplate init --data ./node --prefix 88.118.8");
      output.line("    nameplate serve --data ./node");
    } else {
      output.line(
          output.bad("The demo stopped at step " + number + ".")
              + " Run it again with -v and report its output.");
    }
  }

  /** True if every step succeeded. */
  boolean wentWell() {
    return wentWell;
  }

  private static String took(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }
}
