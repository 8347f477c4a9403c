package dev.nameplate.server.cli.root;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.input.OutputFile;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.PassphraseOption;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.options.RootFile;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.signing.SealedKey;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.note.NoteSigner;
import dev.nameplate.trust.root.RootContent;
import dev.nameplate.trust.root.TrustRootDraft;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds one person's signature to a trust root. */
@Command(
    name = "sign",
    header = "Sign a trust root with one root key; the signature is added to the file.",
    description = {
      "%nA successor must be signed by enough of its own keys and by enough keys of the root "
          + "before it. Give that root with --former to sign with a key that the successor does "
          + "not have, and to see how many signatures are missing.%n"
    },
    footer = "  nameplate root sign root.txt --key zhang.pem")
final class RootSignCommand extends CliCommand {
  @Parameters(paramLabel = "FILE", description = "The trust root.")
  private Path file = Arguments.NO_PATH;

  @Option(
      names = "--key",
      required = true,
      paramLabel = "PEM",
      description = "The private part of a root key.")
  private Path key = Arguments.NO_PATH;

  @Option(
      names = "--former",
      paramLabel = "FILE",
      description = "The previous version of the root.")
  private Optional<Path> former = Optional.empty();

  @Mixin private PassphraseOption passphrase = new PassphraseOption();

  @Override
  public Integer call() {
    TrustRootDraft draft = RootFile.draft("FILE", file);
    Optional<RootContent> before = former.map(path -> RootFile.read("--former", path).content());
    SealedKey sealed = new SealedKey(InputFile.pem("--key", key), key.toString());
    SigningKey signing =
        sealed.open(Passphrases.toOpen(sealed, key, passphrase.file(), terminal()));
    List<NoteKey> names = namesOf(signing, draft.content(), before);
    for (NoteKey name : names) {
      draft = draft.sign(new NoteSigner(name.name(), signing));
    }
    OutputFile.replace("FILE", file, draft.toString());
    show(names.get(0), draft, before);
    return ExitCode.OK;
  }

  private List<NoteKey> namesOf(
      SigningKey signing, RootContent content, Optional<RootContent> before) {
    List<NoteKey> names =
        Stream.concat(
                content.keys().stream(), before.stream().flatMap(root -> root.keys().stream()))
            .filter(each -> each.key().equals(signing.verifyingKey()))
            .distinct()
            .toList();
    if (names.isEmpty()) {
      throw new InvalidInputException(
          ErrorReason.WRONG_KEY,
          "--key",
          key.toString(),
          "one of the root keys in " + file + ", or in the root before it, given with --former");
    }
    return names;
  }

  private void show(NoteKey name, TrustRootDraft draft, Optional<RootContent> before) {
    Output output = output();
    ObjectNode json = RootFile.json(file, draft).put("signedBy", name.name());
    before.ifPresent(
        root ->
            json.put("formerSignatures", draft.signedBy(root.keys()).size())
                .put("formerThreshold", root.threshold()));
    output.result(json);
    output.line(output.good("Signed") + " " + file + " as " + VisibleText.of(name.name()) + ".");
    RootFile.show(file, draft, output);
    before.ifPresent(
        root ->
            output.line(
                "  Of version %s, %s root keys have signed it, of the %s that must."
                    .formatted(
                        root.version(), draft.signedBy(root.keys()).size(), root.threshold())));
  }
}
