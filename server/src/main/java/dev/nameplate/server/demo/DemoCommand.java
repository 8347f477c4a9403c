package dev.nameplate.server.demo;

import dev.nameplate.server.cli.CommonOptions;
import dev.nameplate.server.cli.ExitCode;
import dev.nameplate.server.cli.Output;
import dev.nameplate.trust.SignatureSuite;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code demo}: shows the whole job on a bundled sample, in a directory that is removed afterwards.
 */
@Command(
    name = "demo",
    header = "See the whole job in ten seconds: assign, resolve, verify, catch a forgery.",
    description = {
      "%nMakes a node in a temporary directory, gives a steel chain of Guan County its identifiers, asks for them",
      "over gRPC, and checks the answers offline. Needs no network, changes nothing on this machine.%n"
    },
    footer = "  nameplate demo")
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--suite",
      paramLabel = "SUITE",
      description = "How the node signs: SM2_SM3 (if nothing is said) or ED25519_SHA256.")
  private SignatureSuite suite = SignatureSuite.SM2_SM3;

  @Mixin private CommonOptions common = new CommonOptions();

  @Override
  public Integer call() {
    Output output = common.output();
    output.line(
        output.bold(
            "Nameplate: a steel chain of Guan County (冠县), from the heat to the roof panel"));
    output.line();
    Story story = new Story(output);
    try (TemporaryDirectory directory = TemporaryDirectory.make();
        DemoNode node = story.opening(directory, suite)) {
      new SteelChain(node).play(story);
    }
    story.end();
    return story.wentWell() ? ExitCode.OK : ExitCode.NO;
  }
}
