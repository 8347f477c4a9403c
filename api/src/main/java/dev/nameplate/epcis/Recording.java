package dev.nameplate.epcis;

import java.io.IOException;
import java.io.Reader;
import java.util.Optional;

/**
 * A reader that keeps the text read since a position, so that a part can be kept as written. Text
 * beyond the limit is discarded. A byte order mark at the beginning is left out.
 */
final class Recording extends Reader {
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final Reader in;
  private final int most;
  private final StringBuilder kept = new StringBuilder();
  private long begin; // the place of the first character that is kept
  private boolean started;

  Recording(Reader in, int most) {
    this.in = in;
    this.most = most;
  }

  @Override
  public int read(char[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, length);
    if (!started && count > 0) {
      started = true;
      if (buffer[offset] == BYTE_ORDER_MARK) {
        System.arraycopy(buffer, offset + 1, buffer, offset, --count);
        if (count == 0) {
          return read(buffer, offset, length);
        }
      }
    }
    if (count > 0) {
      if (kept.length() > most) {
        begin += kept.length();
        kept.setLength(0);
      }
      kept.append(buffer, offset, count);
    }
    return count;
  }

  /** The text between two offsets; empty if it was too long to be kept. */
  Optional<String> text(long from, long to) {
    return from < begin
        ? Optional.empty()
        : Optional.of(kept.substring((int) (from - begin), (int) (to - begin)));
  }

  /** Discards the kept text before an offset. */
  void forget(long before) {
    if (before > begin) {
      int count = (int) Math.min(before - begin, kept.length());
      kept.delete(0, count);
      begin += count;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
