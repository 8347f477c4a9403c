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
import dev.nameplate.wire.AnswerRow;
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
import java.util.function.Supplier;

/**
 * The signed statements in a file: one as bytes, or one a line as {@code statement} in Base64 in a
 * JSON object, which may also have the {@code identifier} it is about, and in {@code chain} the
 * delegations that prove it; the rows of an answer, {@code trace} or {@code recall}, before its
 * certificate. Reads as it goes. Used by one thread.
 */
public final class StatementFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper(JsonBounds.VALUE.lenient());
  private static final String PROOF = "c2sp.org/";

  private final Path file;
  private final TextLines lines;
  private final boolean holdsOne;
  private Optional<Supplier<Line>> next;
  private long line;

  /** A line of the file, or its only statement. */
  sealed interface Line {}

  /**
   * A signed statement.
   *
   * @param identifier the subject according to the file; unsigned
   * @param statement the statement
   * @param chain the delegations, the outermost first
   * @param question the question of a certificate
   */
  record Kept(
      Optional<Identifier> identifier,
      SignedStatement statement,
      List<SignedStatement> chain,
      Optional<Bytes> question)
      implements Line {}

  /**
   * A row of the answer to a trace or a recall, whose certificate follows.
   *
   * @param row the row
   * @param chain the delegations of its event, the outermost first
   * @param proof a proof that it is a row of the answer, where the file does not hold all rows
   */
  record KeptRow(AnswerRow row, List<SignedStatement> chain, Optional<RowProof> proof)
      implements Line {}

  /**
   * The place of a row in the tree of its certificate.
   *
   * @param index its place, from 0
   * @param path the inclusion path
   */
  record RowProof(long index, List<Bytes> path) {}

  private StatementFile(Path file, TextLines lines, Optional<Supplier<Line>> only) {
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
          Optional.of(
              () ->
                  new Kept(
                      Optional.empty(),
                      SignedStatement.parse(content),
                      List.of(),
                      Optional.empty())));
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
   * The next line; there must be one.
   *
   * @throws dev.nameplate.error.RejectedStatementException if it is malformed
   */
  Line next() {
    Supplier<Line> read = next.orElseThrow();
    next = Optional.empty();
    return read.get();
  }

  /** Decodes a line, whose statements are read when it is asked for. */
  private Supplier<Line> decode(String text) {
    try {
      JsonNode object = JSON.readTree(text);
      if (object.has("identifier") && !object.has("statement")) {
        throw unsigned(object.path("identifier").asText());
      }
      Optional<Bytes> trace = bytes(object, "trace");
      Optional<Bytes> recall = bytes(object, "recall");
      List<Bytes> chain = all(object, "chain");
      if (trace.isPresent() || recall.isPresent()) {
        Optional<Bytes> event = bytes(object, "statement");
        Optional<RowProof> proof =
            object.has("index")
                ? Optional.of(new RowProof(object.path("index").asLong(-1), all(object, "path")))
                : Optional.empty();
        return () ->
            new KeptRow(
                recall
                    .map(AnswerRow::recall)
                    .orElseGet(
                        () ->
                            AnswerRow.trace(
                                trace.orElseThrow(), event.map(SignedStatement::parse))),
                statements(chain),
                proof);
      }
      Optional<Identifier> identifier =
          Optional.ofNullable(object.path("identifier").textValue()).map(Identifier::parse);
      Bytes statement = base64(object.path("statement"));
      Optional<Bytes> question = bytes(object, "question");
      return () ->
          new Kept(identifier, SignedStatement.parse(statement), statements(chain), question);
    } catch (JsonProcessingException | IllegalArgumentException | MalformedIdentifierException e) {
      throw InvalidInputException.of(
          where(),
          text,
          "a JSON object with statement in Base64, as export, resolve --save and trace --save write it");
    }
  }

  /** The error for a record that was exported without its proof, with advice. */
  private InvalidInputException unsigned(String identifier) {
    return InvalidInputException.of(
        where(),
        "record of " + identifier + " without its signed statement",
        "a statement in each line; export with --proof, or with --format statements");
  }

  private static List<SignedStatement> statements(List<Bytes> encoded) {
    return encoded.stream().map(SignedStatement::parse).toList();
  }

  private static Optional<Bytes> bytes(JsonNode object, String field) {
    return object.has(field) ? Optional.of(base64(object.path(field))) : Optional.empty();
  }

  private static List<Bytes> all(JsonNode object, String field) {
    List<Bytes> all = new ArrayList<>();
    object.path(field).forEach(each -> all.add(base64(each)));
    return all;
  }

  private static Bytes base64(JsonNode text) {
    return Bytes.wrap(Base64.getDecoder().decode(text.asText("-")));
  }

  @Override
  public void close() {
    lines.close();
  }
}
