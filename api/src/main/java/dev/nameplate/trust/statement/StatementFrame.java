package dev.nameplate.trust.statement;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.v1.Statement;
import dev.nameplate.v1.Statement.KindCase;
import java.util.Locale;

/** The encoding common to statements of every kind. */
final class StatementFrame {
  private static final int FIRST_KIND = 16;
  private static final int SHOWN = 120;

  private StatementFrame() {}

  /**
   * Reads a statement of one kind, of the native namespace.
   *
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it is larger than {@link
   *     SignedStatement#MAX_BODY_BYTES}
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is of another kind
   * @throws BrokenRuleException {@link Rule#WRONG_SUBJECT} if it is about an identifier of another
   *     namespace
   */
  static Statement read(Bytes encoded, KindCase wanted) {
    Statement statement = read(encoded);
    if (statement.getKindCase() != wanted) {
      throw Rule.WRONG_KIND.broken(
          "the statement is "
              + kind(statement)
              + " (expected: "
              + named(wanted)
              + ")"
              + (statement.getKindCase() == KindCase.RANGE && wanted == KindCase.RECORD
                  ? "; give the identifier"
                  : ""));
    }
    if (!statement.getNamespace().isEmpty()) {
      throw Rule.WRONG_SUBJECT.broken(
          "the statement is about an identifier of the namespace \""
              + shortened(statement.getNamespace())
              + "\", not about a native one");
    }
    return statement;
  }

  private static String shortened(String namespace) {
    return namespace.length() <= SHOWN ? namespace : namespace.substring(0, SHOWN) + "…";
  }

  /** The kind of the statement; unknown kinds are refused. */
  static KindCase kindOf(Bytes encoded) {
    Statement statement = read(encoded);
    if (statement.getKindCase() == KindCase.KIND_NOT_SET) {
      throw Rule.WRONG_KIND.broken("the statement is " + kind(statement));
    }
    return statement.getKindCase();
  }

  private static Statement read(Bytes encoded) {
    if (encoded.size() > SignedStatement.MAX_BODY_BYTES) {
      throw Rule.STATEMENT_TOO_LARGE.broken(
          "the body has "
              + encoded.size()
              + " bytes (expected: at most "
              + SignedStatement.MAX_BODY_BYTES
              + ")");
    }
    try {
      return Statement.parseFrom(encoded.asByteString());
    } catch (InvalidProtocolBufferException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the statement is not a protocol buffer");
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
    return otherKind ? "of a kind unknown to this version" : "of no kind";
  }
}
