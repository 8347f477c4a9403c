package dev.nameplate.log.mirror;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.Iterator;
import java.util.List;

/**
 * A source of a log: its node, or a mirror of it. Its data is checked before use. Every method may
 * block.
 */
public interface LogSource {
  /** The newest checkpoint. */
  SignedNote checkpoint();

  /**
   * A proof that a larger log extends a smaller one (RFC 9162, section 2.1.4).
   *
   * @param firstSize number of batches of the smaller one, 1 or more
   * @param secondSize number of batches of the larger one
   */
  List<Bytes> proveConsistency(long firstSize, long secondSize);

  /**
   * Statements in log order.
   *
   * @param firstPosition position of the first one
   * @param follow whether to go on with each that is committed later, instead of ending
   */
  Statements statements(long firstPosition, boolean follow);

  /** Statements in order of arrival. Used by one thread; must be closed. */
  interface Statements extends Iterator<SignedStatement>, AutoCloseable {
    @Override
    void close();
  }
}
