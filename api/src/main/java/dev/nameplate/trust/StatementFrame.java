package dev.nameplate.trust;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.v1.Statement;
import dev.nameplate.v1.Statement.KindCase;
import java.util.Locale;

/** What statements of every kind have in common. */
final class StatementFrame {
  private static final int FIRST_KIND = 16;
  private static final int SHOWN = 120;

  private StatementFrame() {}

  /**
   * Reads a statement of one kind, of the native namespace.
   *
   * @throws StatementTooLargeException if it is larger than {@link SignedStatement#MAX_BODY_BYTES}
   * @throws MalformedStatementException if the bytes are no statement
   * @throws WrongKindException if it is of another kind
   * @throws WrongSubjectException if it is about an identifier of another namespace
   */
  static Statement read(Bytes encoded, KindCase wanted) {
    Statement statement = read(encoded);
    if (statement.getKindCase() != wanted) {
      throw new WrongKindException(
          "the statement is "
              + kind(statement)
              + " (expected: "
              + named(wanted)
              + ")"
              + (statement.getKindCase() == KindCase.RANGE && wanted == KindCase.RECORD
                  ? "; say for which identifier"
                  : ""));
    }
    if (!statement.getNamespace().isEmpty()) {
      throw new WrongSubjectException(shortened(statement.getNamespace()));
    }
    return statement;
  }

  private static String shortened(String namespace) {
    return namespace.length() <= SHOWN ? namespace : namespace.substring(0, SHOWN) + "…";
  }

  /** Of which kind the statement is; unknown ones are refused. */
  static KindCase kindOf(Bytes encoded) {
    Statement statement = read(encoded);
    if (statement.getKindCase() == KindCase.KIND_NOT_SET) {
      throw new WrongKindException("the statement is " + kind(statement));
    }
    return statement.getKindCase();
  }

  private static Statement read(Bytes encoded) {
    if (encoded.size() > SignedStatement.MAX_BODY_BYTES) {
      throw new StatementTooLargeException(
          "the body has "
              + encoded.size()
              + " bytes (expected: at most "
              + SignedStatement.MAX_BODY_BYTES
              + ")");
    }
    try {
      return Statement.parseFrom(encoded.asByteString());
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedStatementException("the statement is no protocol buffer");
    }
  }

  private static String named(KindCase kind) {
    String word = kind.name().toLowerCase(Locale.ROOT);
    return (kind == KindCase.EVENT || kind == KindCase.ABSENCE ? "an " : "a ") + word;
  }

  private static String kind(Statement statement) {
    if (statement.getKindCase() != KindCase.KIND_NOT_SET) {
      return named(statement.getKindCase());
    }
    boolean otherKind =
        statement.getUnknownFields().asMap().keySet().stream().anyMatch(n -> n > FIRST_KIND);
    return otherKind ? "of a kind that is not known here" : "of no kind";
  }
}
