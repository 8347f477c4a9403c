package dev.nameplate.trust.statement;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.v1.Statement;
import java.time.Duration;

/**
 * The bytes of a statement that an identifier does not exist, and their content. Immutable.
 *
 * <p>Parsing verifies nothing; a {@link dev.nameplate.trust.chain.StatementVerifier} does.
 *
 * @param log the log of absences, {@link LogName#absences}, that the statement belongs to
 * @param absence the content
 * @param encoded the exact bytes
 */
public record AbsenceBody(LogName log, Absence absence, Bytes encoded)
    implements UnloggedBody<Absence> {
  /** Encodes an absence as a statement of a log. */
  public static AbsenceBody of(Absence absence, LogName log) {
    Statement statement =
        Statement.newBuilder()
            .setPrefix(absence.identifier().prefix().toString())
            .setSuffix(absence.identifier().suffix().toString())
            .setLog(log.text())
            .setAbsence(
                dev.nameplate.v1.AbsenceBody.newBuilder()
                    .setAuthority(absence.authority().toString())
                    .setLogSize(absence.logSize())
                    .setTtlSeconds((int) absence.timeToLive().toSeconds()))
            .build();
    return new AbsenceBody(log, absence, Bytes.of(statement.toByteString()));
  }

  /** Reads an absence; refuses what {@link DelegationBody#parse} would refuse. */
  public static AbsenceBody parse(Bytes encoded) {
    Statement statement = StatementFrame.read(encoded, Statement.KindCase.ABSENCE);
    dev.nameplate.v1.AbsenceBody body = statement.getAbsence();
    try {
      RecordValues.requireKnownFields("statement", statement);
      RecordValues.requireKnownFields("absence", body);
      return new AbsenceBody(
          new LogName(statement.getLog()),
          new Absence(
              Identifier.of(
                  Prefix.parse(statement.getPrefix()), Suffix.parse(statement.getSuffix())),
              Prefix.parse(body.getAuthority()),
              body.getLogSize(),
              Duration.ofSeconds(Integer.toUnsignedLong(body.getTtlSeconds()))),
          encoded);
    } catch (InvalidInputException e) {
      throw Rule.MALFORMED_STATEMENT.broken("the absence is malformed: " + e.getMessage());
    }
  }

  @Override
  public Absence content() {
    return absence;
  }
}
