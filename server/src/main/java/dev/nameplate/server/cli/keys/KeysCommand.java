package dev.nameplate.server.cli.keys;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Endpoint;
import dev.nameplate.server.cli.options.Arguments;
import dev.nameplate.server.cli.options.CliCommand;
import dev.nameplate.server.cli.options.CommandFamily;
import dev.nameplate.server.cli.options.Passphrases;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.ExitCode;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.signing.KeyFiles;
import dev.nameplate.signing.KeyRollOver;
import dev.nameplate.signing.NodeDirectory;
import dev.nameplate.signing.Passphrase;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.key.KeyPem;
import dev.nameplate.trust.key.VerifyingKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code keys} command family: a node's keys. */
@Command(
    name = "keys",
    header = "Show a node's keys and trust anchor; change the keys or their passphrase.",
    footer = "  nameplate keys show --data ./node",
    subcommands = {
      KeysCommand.Show.class,
      KeysCommand.Anchor.class,
      KeysCommand.ExportPublic.class,
      KeysNextCommand.class,
      KeysActivateCommand.class,
      KeysCommand.ChangePassphrase.class
    })
public final class KeysCommand extends CommandFamily {
  /** The option that names a node's directory. */
  static final class Directory {
    @Option(
        names = "--data",
        required = true,
        paramLabel = "DIR",
        description = "The node's directory.")
    private Path data = Arguments.NO_PATH;

    Path path() {
      return data;
    }

    private TrustAnchor anchor() {
      return NodeDirectory.anchorIn(data);
    }
  }

  @Command(
      name = "show",
      header = "Show a node's keys.",
      description = "%nReads public data only; no passphrase is needed.%n",
      footer = "  nameplate keys show --data ./node")
  static final class Show extends CliCommand {
    @Mixin private Directory directory = new Directory();

    @Override
    public Integer call() {
      TrustAnchor anchor = directory.anchor();
      boolean encrypted = KeyFiles.in(directory.data).areEncrypted();
      String prefixes =
          anchor.prefixes().stream().map(Object::toString).collect(Collectors.joining(", "));
      Output output = output();
      var json = Json.object().put("log", anchor.log().text());
      anchor.prefixes().forEach(prefix -> json.withArray("prefixes").add(prefix.toString()));
      json.put("suite", anchor.authorityKey().suite().name());
      json.put("authorityKeyId", anchor.keyId().toString());
      json.put("checkpointKey", anchor.checkpointKey().toString());
      List<TrustAnchor> former = NodeDirectory.anchorsIn(directory.data).list();
      former = former.subList(1, former.size());
      former.forEach(each -> json.withArray("formerKeyIds").add(each.keyId().toString()));
      Optional<VerifyingKey> next = KeyRollOver.in(directory.data).next();
      next.ifPresent(key -> json.put("nextKeyId", key.keyId().toString()));
      output.result(json.put("encrypted", encrypted));
      Columns columns = new Columns("");
      columns
          .add("prefixes", prefixes)
          .add("log", anchor.log().text())
          .add(
              "authority key",
              anchor.keyId() + "  (signs batches, " + anchor.authorityKey().suite() + ")")
          .add("log key", anchor.checkpointKey() + "  (signs checkpoints)")
          .add("key files", encrypted ? "encrypted with a passphrase" : "not encrypted")
          .add("anchor file", NodeDirectory.anchorFile(directory.data).toString());
      next.ifPresent(
          key -> columns.add("next key", key.keyId() + "  (not in use; run keys activate)"));
      former.forEach(
          each ->
              columns.add(
                  "former key",
                  each.keyId() + "  (valid until " + each.authority().validity().until() + ")"));
      columns.lines().forEach(output::line);
      return ExitCode.OK;
    }
  }

  @Command(
      name = "anchor",
      header = "Print the trust anchor, with which others verify statements of this node.",
      footer = {
        "  nameplate keys anchor --data ./node > mill-anchor.txt",
        "  nameplate keys anchor --data ./national --endpoint 10.0.0.1:7430 > root.txt"
      })
  static final class Anchor extends CliCommand {
    @Option(
        names = "--endpoint",
        paramLabel = "HOST:PORT",
        description = "Address of the node, where iterative resolution starts; may be repeated.")
    private List<Endpoint> endpoints = new ArrayList<>();

    @Mixin private Directory directory = new Directory();

    @Override
    public Integer call() {
      String text =
          TrustAnchors.of(
                  NodeDirectory.anchorsIn(directory.data).list().stream()
                      .map(anchor -> endpoints.isEmpty() ? anchor : anchor.at(endpoints))
                      .toList())
              .toString();
      Output output = output();
      if (output.json()) {
        output.result(Json.object().put("anchor", text));
      } else {
        output.raw(text);
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "export-public",
      header = "Print a public key as PEM (SubjectPublicKeyInfo).",
      footer = "  nameplate keys export-public --data ./node > mill.pem")
  static final class ExportPublic extends CliCommand {
    /** The keys of a node. */
    enum Which {
      AUTHORITY,
      LOG
    }

    @Option(
        names = "--key",
        paramLabel = "KEY",
        description = "authority (signs batches) or log (signs checkpoints). Default: authority.")
    private Which which = Which.AUTHORITY;

    @Mixin private Directory directory = new Directory();

    @Override
    public Integer call() {
      TrustAnchor anchor = directory.anchor();
      String pem =
          KeyPem.write(
              which == Which.AUTHORITY ? anchor.authorityKey() : anchor.checkpointKey().key());
      Output output = output();
      if (output.json()) {
        output.result(Json.object().put("pem", pem));
      } else {
        output.raw(pem);
      }
      return ExitCode.OK;
    }
  }

  @Command(
      name = "change-passphrase",
      header = "Encrypt the key files with another passphrase.",
      description = {
        "%nThe keys stay the same. The old passphrase comes from --passphrase-file, NAMEPLATE_PASSPHRASE or the console.",
        "If this command is interrupted, run it again with the same passphrases.%n"
      },
      footer =
          "  nameplate keys change-passphrase --data ./node --passphrase-file old.txt --new-passphrase-file new.txt")
  static final class ChangePassphrase extends CliCommand {
    @Mixin private Directory directory = new Directory();

    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "File whose first line is the old passphrase.")
    private Optional<Path> oldFile = Optional.empty();

    @Option(
        names = "--new-passphrase-file",
        paramLabel = "FILE",
        description = "File whose first line is the new passphrase.")
    private Optional<Path> newFile = Optional.empty();

    @Option(
        names = "--no-passphrase",
        description = "Store the keys unencrypted, readable by the owner only.")
    private boolean none;

    @Override
    public Integer call() {
      if (none && newFile.isPresent()) {
        throw InvalidInputException.of(
            "--no-passphrase",
            newFile.get().toString(),
            "either --new-passphrase-file or --no-passphrase, not both");
      }
      KeyFiles keys = KeyFiles.in(directory.data);
      Passphrase before = Passphrases.toOpen(directory.data, oldFile, terminal());
      Passphrase after = none ? Passphrase.NONE : Passphrases.forChange(newFile, terminal());
      keys.changePassphrase(before, after);
      Output output = output();
      output.result(
          Json.object().put("directory", directory.data.toString()).put("encrypted", !none));
      output.line(
          "The key files in "
              + directory.data
              + " are now "
              + (none ? "not encrypted." : "under the new passphrase."));
      return ExitCode.OK;
    }
  }
}
