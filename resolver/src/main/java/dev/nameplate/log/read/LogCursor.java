package dev.nameplate.log.read;

import dev.nameplate.log.rows.Manifest;
import dev.nameplate.store.Head;
import dev.nameplate.trust.chain.Verified;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** Walks the statements of a log in order, batch by batch. */
final class LogCursor implements StatementReader.Cursor {
  private final StatementReader reader;
  private final Prover prover;
  private final long batches;
  private long nextBatch;
  private Iterator<Manifest.Entry> entries;

  LogCursor(StatementReader reader, long firstPosition, Head head) {
    this.reader = reader;
    this.prover = reader.prover();
    this.batches = head.batches();
    if (firstPosition >= head.statements()) {
      nextBatch = batches;
      entries = List.<Manifest.Entry>of().iterator();
    } else {
      long batch = reader.batchHolding(firstPosition);
      List<Manifest.Entry> all = reader.manifest(batch).entries();
      nextBatch = batch + 1;
      entries =
          all.listIterator((int) (firstPosition - reader.batch(batch).header().firstPosition()));
    }
  }

  @Override
  public boolean hasNext() {
    while (!entries.hasNext() && nextBatch < batches) {
      entries = reader.manifest(nextBatch++).entries().iterator();
    }
    return entries.hasNext();
  }

  @Override
  public Verified<?> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return reader.read(entries.next(), prover);
  }

  @Override
  public void close() {
    nextBatch = batches;
  }
}
