package dev.nameplate.server.demo;

import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.trust.key.SignatureSuite;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code demo}: shows the whole job on a bundled sample, in a directory that is removed afterwards.
 */
@Command(
    name = "demo",
    header = "See the whole job in ten seconds: assign, resolve, trace, verify, catch a forgery.",
    description = {
      "%nMakes a national node, a county's, two companies' and a recursive one in a temporary directory, gives a steel",
      "chain of Guan County its identifiers, resolves and traces them across the nodes with nothing but the national key,",
      "checks the answers offline, and lies. Needs no network, changes nothing on this machine.%n"
    },
    footer = "  nameplate demo")
public final class DemoCommand extends CliCommand {
  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "How the nodes sign: SM2_SM3 or ED25519_SHA256. Default: SM2_SM3.")
  private SignatureSuite suite = SignatureSuite.SM2_SM3;

  @Override
  public Integer call() {
    Output output = output();
    output.line(
        output.bold(
            "Nameplate: a steel chain of Guan County (冠县), from the heat to the roof panel"));
    output.line();
    Story story = new Story(output);
    try (TemporaryDirectory directory = TemporaryDirectory.make();
        Network network = story.opening(directory, suite)) {
      play(network, story);
    }
    story.end();
    return story.wentWell() ? ExitCode.OK : ExitCode.NO;
  }

  private static void play(Network network, Story story) {
    SteelChain chain = new SteelChain(network);
    AcrossNodes across = new AcrossNodes(network);
    Tracing tracing = new Tracing(network);
    story.step("allot", "Prefixes are handed down", network::allot);
    story.step("assign", "Everything gets an identifier", chain::assign);
    story.step("resolve", "Ask the panel maker what a panel is", chain::resolve);
    story.step("resolve-across", "Ask from outside, with the root key alone", across::resolve);
    story.step("recursive", "Have a recursive node do the asking", across::recursive);
    story.step("walk-back", "Walk back from the panel to its heat", across::walkBack);
    story.step("capture", "Record what became of what", tracing::capture);
    story.step("trace-up", "Trace a panel to its heat, across both companies", tracing::traceUp);
    story.step("recall", "Recall a heat, to every panel", tracing::recall);
    story.step("hole-shown", "Meet an event that is hidden", tracing::holeShown);
    story.step("verify-offline", "Check the answer without any node", across::verifyOffline);
    story.step("absence", "Ask for what does not exist", across::absence);
    story.step("tampering-caught", "Lie, and be caught", new Lies(network, tracing)::tell);
    story.step("update", "Correct a record, and keep its history", chain::update);
    story.step("retire", "Retire an identifier for good", chain::retire);
    story.step("replay", "Lose an answer, and ask again", chain::replay);
    story.step("audit", "Audit a whole log", chain::audit);
  }
}
