package dev.nameplate.node;

import dev.nameplate.log.mirror.LogSource;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.note.SignedNote;
import dev.nameplate.trust.statement.SignedStatement;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** What a node shows; tests change what it says. */
class Shown implements LogSource {
  private final Node node;

  Shown(Node node) {
    this.node = node;
  }

  @Override
  public SignedNote checkpoint() {
    return node.proofs().checkpoint();
  }

  @Override
  public List<Bytes> proveConsistency(long firstSize, long secondSize) {
    return node.proofs().proveConsistency(firstSize, secondSize);
  }

  Stream<SignedStatement> shown(long firstPosition) {
    return MirrorTest.statements(node.statements()).stream().skip(firstPosition);
  }

  @Override
  public Statements statements(long firstPosition, boolean follow) {
    Iterator<SignedStatement> all = shown(firstPosition).iterator();
    return new Statements() {
      @Override
      public boolean hasNext() {
        return all.hasNext();
      }

      @Override
      public SignedStatement next() {
        return all.next();
      }

      @Override
      public void close() {}
    };
  }
}
