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
    header =
        "See what Nameplate does, in half a minute: assign, resolve, trace, recall, verify, detect forgeries.",
    description = {
      "%nRuns a national node, a county's, two companies' and a recursive node in a temporary "
          + "directory. Assigns identifiers to a steel chain of Guan County, resolves and traces "
          + "them across the nodes with the national key only, recalls a heat at both companies, "
          + "verifies the answers offline, and shows that forgeries are detected. Needs no network and changes nothing on this "
          + "machine.%n"
    },
    footer = "  nameplate demo")
public final class DemoCommand extends CliCommand {
  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "Signature suite of the nodes: SM2_SM3 or ED25519_SHA256. Default: SM2_SM3.")
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
    Recalls recalls = new Recalls(network, tracing.anchor(), tracing.sample());
    story.step("allot", "Delegate prefixes", network::allot);
    story.step("assign", "Assign identifiers", chain::assign);
    story.step("resolve", "Resolve a panel at the panel maker", chain::resolve);
    story.step("resolve-across", "Resolve from outside with the root key only", across::resolve);
    story.step("recursive", "Resolve through a recursive node", across::recursive);
    story.step("walk-back", "Follow references from the panel to its heat", across::walkBack);
    story.step("capture", "Record events", tracing::capture);
    story.step("trace-up", "Trace a panel to its heat, across both companies", tracing::traceUp);
    story.step("recall", "Recall a heat: find every panel", tracing::recall);
    story.step("recall-across", "Recall the heat at both companies", recalls::recallAcross);
    story.step("received-between", "List who received it in a period", recalls::receivedBetween);
    story.step("sheet", "Write the sheets that regulators ask for", recalls::sheet);
    story.step("hole-shown", "See a restricted event as a hole", tracing::holeShown);
    story.step("verify-offline", "Verify an answer offline", across::verifyOffline);
    story.step("verify-path", "Prove that the panel comes from the heat", recalls::verifyPath);
    story.step("absence", "Prove that an identifier does not exist", across::absence);
    story.step("tampering-caught", "Detect forged answers", new Lies(network, tracing)::tell);
    story.step("update", "Update a record and keep its history", chain::update);
    story.step("retire", "Retire an identifier permanently", chain::retire);
    story.step("replay", "Repeat a write after a lost answer", chain::replay);
    story.step("audit", "Audit a log", chain::audit);
  }
}
