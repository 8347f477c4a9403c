package dev.nameplate.server.grpc;

import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.resolve.Records;
import dev.nameplate.trust.Verified;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills a page up to the wanted number of entries or {@value #MAX_BYTES} bytes, whichever comes
 * first, so that it fits into the 4 MiB that clients take in one message unless told otherwise. It
 * holds one entry at least, if there is one.
 */
final class PageFill {
  /** The most bytes of the statements of a page. */
  static final int MAX_BYTES = 3 << 20;

  /** How many entries are read at a time: at 320 KiB each, 5 MiB in memory. */
  private static final int CHUNK = 16;

  private PageFill() {}

  /** Reads entries from where a token says. */
  interface Source {
    Records.Page read(int size, String token);
  }

  static Records.Page read(Source source, int size, String token) {
    List<Verified<IdentifierRecord>> entries = new ArrayList<>();
    String next = token;
    int room = MAX_BYTES;
    do {
      int wanted = Math.min(CHUNK, size - entries.size());
      Records.Page chunk = source.read(wanted, next);
      int fitting = fitting(chunk.entries(), room);
      if (fitting < chunk.entries().size()) {
        if (fitting == 0 && !entries.isEmpty()) {
          return new Records.Page(entries, next);
        }
        Records.Page last =
            source.read(Math.max(1, fitting), next); // for the token behind what fits
        entries.addAll(last.entries());
        return new Records.Page(entries, last.nextToken());
      }
      entries.addAll(chunk.entries());
      room -= chunk.entries().stream().mapToInt(PageFill::bytes).sum();
      next = chunk.nextToken();
    } while (entries.size() < size && !next.isEmpty());
    return new Records.Page(entries, next);
  }

  private static int fitting(List<Verified<IdentifierRecord>> entries, int room) {
    int left = room;
    int count = 0;
    while (count < entries.size() && (left -= bytes(entries.get(count))) >= 0) {
      count++;
    }
    return count;
  }

  private static int bytes(Verified<IdentifierRecord> entry) {
    return entry.statement().toProto().getSerializedSize();
  }
}
