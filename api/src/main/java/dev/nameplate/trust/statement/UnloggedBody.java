package dev.nameplate.trust.statement;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.note.LogName;

/**
 * The bytes of a statement that is signed on demand and kept in no log, and their content.
 * Immutable.
 *
 * @param <T> type of the content
 */
public sealed interface UnloggedBody<T> permits AbsenceBody, CertificateBody {
  /** The log that the statement names, which nobody can read. */
  LogName log();

  /** The content. */
  T content();

  /** The exact bytes. */
  Bytes encoded();
}
