package dev.nameplate.server.cli.options;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.RejectedStatementException;
import dev.nameplate.error.VisibleText;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.chain.TrustAnchor;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.root.RootContent;
import dev.nameplate.trust.root.TrustRoot;
import dev.nameplate.trust.root.TrustRootDraft;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads files of trust roots, and warns about their expiry. */
public final class RootFile {
  private RootFile() {}

  /** A root that is complete or on its way. */
  public static TrustRootDraft draft(String option, Path file) {
    String text = InputFile.text(option, file);
    return believed(file, () -> TrustRootDraft.parse(text, file.toString()));
  }

  /** A root that enough of its own keys have signed. */
  public static TrustRoot read(String option, Path file) {
    String text = InputFile.text(option, file);
    return believed(file, () -> TrustRoot.parse(text, file.toString()));
  }

  /** Does one step, and names the file if a rule is broken. */
  public static <T> T believed(Path file, Supplier<T> step) {
    try {
      return step.get();
    } catch (RejectedStatementException e) {
      throw new NotVerifiedException(file.toString(), e);
    }
  }

  /** For programs. */
  public static ObjectNode json(Path file, TrustRootDraft root) {
    RootContent content = root.content();
    Set<NoteKey> signers = signers(file, root);
    ObjectNode json = Json.object().put("file", file.toString());
    json.put("version", content.version())
        .put("expires", content.expires().toString())
        .put("expired", isExpired(content))
        .put("threshold", content.threshold())
        .put("signatures", signers.size())
        .put("complete", signers.size() >= content.threshold());
    for (NoteKey key : content.keys()) {
      json.withArray("keys")
          .addObject()
          .put("name", key.name())
          .put("keyId", key.key().keyId().toString())
          .put("signed", signers.contains(key));
    }
    for (TrustAnchor anchor : content.anchors().list()) {
      ObjectNode each = json.withArray("anchors").addObject().put("log", anchor.log().text());
      anchor.prefixes().forEach(prefix -> each.withArray("prefixes").add(prefix.toString()));
      each.put("authorityKeyId", anchor.keyId().toString());
    }
    return json;
  }

  /** For people. */
  public static void show(Path file, TrustRootDraft root, Output output) {
    RootContent content = root.content();
    Set<NoteKey> signers = signers(file, root);
    Columns columns =
        new Columns("  ")
            .add("version", Integer.toString(content.version()))
            .add("expires", content.expires() + (isExpired(content) ? "  EXPIRED" : ""))
            .add(
                "signed by",
                "%s of the %s root keys that must sign, of %s"
                    .formatted(signers.size(), content.threshold(), content.keys().size()));
    for (NoteKey key : content.keys()) {
      columns.add("", (signers.contains(key) ? "[x] " : "[ ] ") + VisibleText.of(key.name()));
    }
    for (TrustAnchor anchor : content.anchors().list()) {
      columns.add(
          "believes",
          "%s  log %s, key %s"
              .formatted(
                  anchor.prefixes().stream()
                      .map(Object::toString)
                      .collect(Collectors.joining(", ")),
                  anchor.log(),
                  anchor.keyId()));
    }
    columns.lines().forEach(output::line);
  }

  private static Set<NoteKey> signers(Path file, TrustRootDraft root) {
    return believed(file, () -> root.signedBy(root.content().keys()));
  }

  private static boolean isExpired(RootContent content) {
    return !Clock.systemUTC().instant().isBefore(content.expires());
  }
}
