package dev.nameplate.server.cli.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.MalformedIdentifierException;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.JsonBounds;
import dev.nameplate.server.cli.input.InputFile;
import dev.nameplate.server.cli.input.TextLines;
import dev.nameplate.trust.statement.SignedStatement;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The signed statements in a file: one as bytes, or one a line as {@code statement} in Base64 in a
 * JSON object, which may also have the {@code identifier} it is about, and in {@code chain} the
 * delegations that prove it. Reads as it goes. Used by one thread.
 */
public final class StatementFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());
  private static final String PROOF = "c2sp.org/";

  private final Path file;
  private final TextLines lines;
  private final boolean holdsOne;
  private Optional<Encoded> next;
  private long line;

  /**
   * A signed statement of the file.
   *
   * @param identifier the subject according to the file; unsigned
   * @param statement the statement
   * @param chain the delegations, the outermost first
   */
  record Kept(
      Optional<Identifier> identifier, SignedStatement statement, List<SignedStatement> chain) {}

  private record Encoded(Optional<Identifier> identifier, Bytes statement, List<Bytes> chain) {
    Kept parsed() {
      return new Kept(
          identifier,
          SignedStatement.parse(statement),
          chain.stream().map(SignedStatement::parse).toList());
    }
  }

  private StatementFile(Path file, TextLines lines, Optional<Encoded> only) {
    this.file = file;
    this.lines = lines;
    this.holdsOne = only.isPresent();
    this.next = only;
  }

  /**
   * Opens a file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  static StatementFile open(Path file) {
    try {
      PushbackInputStream in = new PushbackInputStream(Files.newInputStream(file), 3);
      byte[] mark = in.readNBytes(3);
      if (!HexFormat.of().formatHex(mark).equals("efbbbf")) {
        in.unread(mark);
      }
      int first = in.read();
      if (first >= 0) {
        in.unread(first);
      }
      return first == '{'
          ? new StatementFile(file, TextLines.of(file, in), Optional.empty())
          : single(file, in);
    } catch (IOException e) {
      throw InputFile.unreadable("FILE", file, e);
    }
  }

  private static StatementFile single(Path file, InputStream in) throws IOException {
    try (in) {
      Bytes content = Bytes.wrap(in.readNBytes(SignedStatement.MAX_BYTES + 1));
      if (content.asByteString().startsWith(Bytes.utf8(PROOF).asByteString())) {
        throw InvalidInputException.of(
            "FILE",
            file.toString(),
            "a signed statement; a tlog-proof is about a batch: give it as --proof, with the "
                + "statement as FILE");
      }
      requireStatement(file, content);
      return new StatementFile(
          file,
          TextLines.of(file, InputStream.nullInputStream()),
          Optional.of(new Encoded(Optional.empty(), content, List.of())));
    }
  }

  /** Refuses other files given by mistake: the bytes of a statement always contain hashes. */
  private static void requireStatement(Path file, Bytes content) {
    if (content.isEmpty() || isText(content)) {
      String text = content.asByteString().toStringUtf8();
      String what =
          content.isEmpty()
              ? "nothing; the file is empty"
              : text.startsWith("Nameplate trust ")
                  ? "trust anchors or a trust root; give it as --anchor"
                  : text.startsWith("-----BEGIN ") ? "a key in PEM" : "some other text";
      throw InvalidInputException.of(
          "FILE",
          file.toString(),
          "a signed statement, or a line of JSON for each, as resolve --save and export --proof write"
              + " them; this is "
              + what);
    }
  }

  private static boolean isText(Bytes content) {
    String text = content.asByteString().toStringUtf8();
    return text.codePoints().noneMatch(StatementFile::isBinary);
  }

  private static boolean isBinary(int point) {
    return point == 0xFFFD || (Character.isISOControl(point) && "\t\r\n".indexOf(point) < 0);
  }

  /** True if the file is a single statement. */
  boolean holdsOne() {
    return holdsOne;
  }

  /** Position of the last statement returned or attempted. */
  String where() {
    return line == 0 ? file.toString() : file + ":" + line;
  }

  boolean hasNext() {
    if (next.isPresent()) {
      return true;
    }
    Optional<TextLines.Line> read = lines.next();
    read.ifPresent(
        found -> {
          line = found.number();
          next = Optional.of(decode(TextLines.textOf(found, where())));
        });
    return read.isPresent();
  }

  /**
   * The next statement; there must be one.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed
   */
  Kept next() {
    Encoded encoded = next.orElseThrow();
    next = Optional.empty();
    return encoded.parsed();
  }

  private Encoded decode(String text) {
    try {
      JsonNode object = JSON.readTree(text);
      if (object.has("identifier") && !object.has("statement")) {
        throw unsigned(object.path("identifier").asText());
      }
      List<Bytes> chain = new ArrayList<>();
      object.path("chain").forEach(link -> chain.add(base64(link)));
      return new Encoded(
          Optional.ofNullable(object.path("identifier").textValue()).map(Identifier::parse),
          base64(object.path("statement")),
          chain);
    } catch (JsonProcessingException | IllegalArgumentException | MalformedIdentifierException e) {
      throw InvalidInputException.of(
          where(),
          text,
          "a JSON object with statement in Base64, as export and resolve --save write it");
    }
  }

  /** The error for a record that was exported without its proof, with advice. */
  private InvalidInputException unsigned(String identifier) {
    return InvalidInputException.of(
        where(),
        "record of " + identifier + " without its signed statement",
        "a statement in each line; export with --proof, or with --format statements");
  }

  private static Bytes base64(JsonNode text) {
    return Bytes.wrap(Base64.getDecoder().decode(text.asText("-")));
  }

  @Override
  public void close() {
    lines.close();
  }
}
