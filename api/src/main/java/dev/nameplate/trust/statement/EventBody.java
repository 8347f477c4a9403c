package dev.nameplate.trust.statement;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.event.InvalidEventException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.BrokenRuleException;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordedEvent.Content;
import dev.nameplate.v1.EventDisclosure;
import dev.nameplate.v1.Statement;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The bytes of a statement about an event, and their content. A restricted event is in the body as
 * a salted digest, and itself in the single disclosure. The bytes are kept as read and never
 * encoded again. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 *
 * @param log the log of the statement
 * @param recorded the content
 * @param encoded the exact bytes
 * @param disclosures the exact bytes of the disclosure of a restricted event, unless it is withheld
 */
public record EventBody(
    LogName log, RecordedEvent recorded, Bytes encoded, List<Bytes> disclosures) {
  private static final Bytes CONTEXT = Bytes.utf8("nameplate event disclosure v1\n");
  private static final int SALT_SIZE = 16;

  /** Allowance for prefix, log, lengths and salt in a body, in bytes. */
  private static final int FRAME_BYTES = 8192;

  /** The most bytes of an event. */
  public static final int MAX_EVENT_BYTES = SignedStatement.MAX_BODY_BYTES - FRAME_BYTES;

  /**
   * Encodes an event for everyone to read.
   *
   * @throws InvalidEventException if it is too large
   */
  public static EventBody of(Prefix recorder, Content event, LogName log) {
    requireRoom(event);
    Bytes body =
        encode(
            recorder,
            log,
            dev.nameplate.v1.EventBody.newBuilder().setEvent(event.encoded().asByteString()));
    return new EventBody(
        log, new RecordedEvent(recorder, Optional.of(event), Bytes.EMPTY), body, List.of());
  }

  /**
   * Encodes a restricted event.
   *
   * @param hash the hash of the suite it will be signed with
   * @param random the source of the salt
   * @throws InvalidEventException if it is too large
   */
  public static EventBody restricted(
      Prefix recorder, Content event, LogName log, HashFunction hash, SecureRandom random) {
    requireRoom(event);
    byte[] salt = new byte[SALT_SIZE];
    random.nextBytes(salt);
    Bytes disclosure =
        Bytes.of(
            EventDisclosure.newBuilder()
                .setSalt(ByteString.copyFrom(salt))
                .setEvent(event.encoded().asByteString())
                .build()
                .toByteString());
    Bytes digest = hash.hash(CONTEXT, disclosure);
    Bytes body =
        encode(
            recorder,
            log,
            dev.nameplate.v1.EventBody.newBuilder().setRestricted(digest.asByteString()));
    return new EventBody(
        log, new RecordedEvent(recorder, Optional.of(event), digest), body, List.of(disclosure));
  }

  private static void requireRoom(Content event) {
    if (event.encoded().size() > MAX_EVENT_BYTES) {
      throw new InvalidEventException(
          "event",
          event.encoded().size() + " bytes",
          "at most "
              + MAX_EVENT_BYTES
              + " bytes; give the rest in further events of the same process id");
    }
  }

  private static Bytes encode(
      Prefix recorder, LogName log, dev.nameplate.v1.EventBody.Builder body) {
    return Bytes.of(
        Statement.newBuilder()
            .setPrefix(recorder.toString())
            .setLog(log.text())
            .setEvent(body)
            .build()
            .toByteString());
  }

  /**
   * Reads an event.
   *
   * @param encoded the exact bytes of the body
   * @param disclosures the exact bytes of the disclosure of a restricted event, or none
   * @param hash the hash of the suite it is signed with
   * @throws BrokenRuleException {@link Rule#STATEMENT_TOO_LARGE} if it is larger than {@link
   *     SignedStatement#MAX_BODY_BYTES}
   * @throws BrokenRuleException {@link Rule#MALFORMED_STATEMENT} if the bytes are no statement,
   *     have unknown fields, or a value outside its bounds
   * @throws BrokenRuleException {@link Rule#WRONG_KIND} if it is a statement of another kind
   * @throws BrokenRuleException {@link Rule#DISCLOSURE_INVALID} if the disclosure is not that of
   *     the statement
   */
  public static EventBody parse(Bytes encoded, List<Bytes> disclosures, HashFunction hash) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.EVENT);
    try {
      RecordValues.requireKnownFields("statement", statement);
      RecordValues.requireKnownFields("event", statement.getEvent());
      if (!statement.getSuffix().isEmpty()) {
        throw Rule.MALFORMED_STATEMENT.broken("the event has a suffix");
      }
      return new EventBody(
          new LogName(statement.getLog()),
          recorded(statement, disclosures, hash),
          encoded,
          List.copyOf(disclosures));
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the event is malformed: " + e.getMessage());
    }
  }

  private static RecordedEvent recorded(
      Statement statement, List<Bytes> disclosures, HashFunction hash) {
    Prefix recorder = Prefix.parse(statement.getPrefix());
    dev.nameplate.v1.EventBody body = statement.getEvent();
    return switch (body.getContentCase()) {
      case EVENT -> {
        if (!disclosures.isEmpty()) {
          throw Rule.DISCLOSURE_INVALID.broken("an unrestricted event has no disclosure");
        }
        yield new RecordedEvent(
            recorder, Optional.of(Content.decode(Bytes.of(body.getEvent()))), Bytes.EMPTY);
      }
      case RESTRICTED -> {
        Bytes digest = Bytes.of(body.getRestricted());
        if (digest.size() != HashFunction.SIZE || disclosures.size() > 1) {
          throw Rule.MALFORMED_STATEMENT.broken(
              "the restricted event has no digest of 32 bytes, or more than one disclosure");
        }
        yield new RecordedEvent(
            recorder, disclosures.stream().map(d -> disclosed(d, digest, hash)).findAny(), digest);
      }
      case CONTENT_NOT_SET -> throw Rule.MALFORMED_STATEMENT.broken("the event is empty");
    };
  }

  private static Content disclosed(Bytes disclosure, Bytes digest, HashFunction hash) {
    if (!hash.hash(CONTEXT, disclosure).equals(digest)) {
      throw Rule.DISCLOSURE_INVALID.broken(
          "the disclosed event does not match its digest in the statement");
    }
    try {
      EventDisclosure proto = EventDisclosure.parseFrom(disclosure.asByteString());
      RecordValues.requireKnownFields("disclosure", proto);
      if (proto.getSalt().size() == SALT_SIZE) {
        return Content.decode(Bytes.of(proto.getEvent()));
      }
    } catch (InvalidProtocolBufferException e) {
      // falls through: it is refused like any other that is malformed
    }
    throw Rule.MALFORMED_STATEMENT.broken("the disclosure of the event is malformed");
  }
}
