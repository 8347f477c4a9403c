package dev.nameplate.server.cli.bulk;

import dev.nameplate.epcis.EpcisReader;
import dev.nameplate.epcis.ReadEvent;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.OperationId;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.server.cli.output.Failure;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;

/**
 * The events of a file with EPCIS 2.0 documents or events, in JSON/JSON-LD. Used by one thread;
 * must be closed.
 */
public final class EpcisFile implements Iterator<CaptureRow>, AutoCloseable {
  private static final Pattern MARK =
      Pattern.compile("\"@context\"|\"epcisBody\"|\"EPCIS(Query)?Document\"");
  private static final int LOOKED_AT = 4096;

  private final String file;
  private final EpcisReader reader;
  private final Optional<Prefix> recorder;
  private final boolean restricted;

  private EpcisFile(Path file, EpcisReader reader, Optional<Prefix> recorder, boolean restricted) {
    this.file = file.toString();
    this.reader = reader;
    this.recorder = recorder;
    this.restricted = restricted;
  }

  /**
   * Opens a file.
   *
   * @param charset charset of the file
   * @param bytesRead counter of the bytes read
   * @param recorder recorder of the events; empty for the only prefix of the node
   * @param restricted true to restrict the events
   */
  public static EpcisFile open(
      Path file,
      Charset charset,
      AtomicLong bytesRead,
      Optional<Prefix> recorder,
      boolean restricted) {
    return new EpcisFile(
        file,
        EpcisReader.open(() -> SourceFile.openDocument(file, charset, bytesRead)),
        recorder,
        restricted);
  }

  /** True for a file that looks like EPCIS, by its name or its beginning. */
  public static boolean isOne(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".jsonld")) {
      return true;
    }
    if (!name.endsWith(".json") && !name.endsWith(".jsonl")) {
      return false;
    }
    try (Reader reader = SourceFile.open(file, StandardCharsets.UTF_8, new AtomicLong())) {
      char[] beginning = new char[LOOKED_AT];
      int length = Math.max(0, reader.read(beginning));
      return MARK.matcher(new String(beginning, 0, length)).find();
    } catch (IOException e) {
      throw SourceFile.unreadable(file, e);
    }
  }

  @Override
  public boolean hasNext() {
    return reader.hasNext();
  }

  @Override
  public CaptureRow next() {
    ReadEvent read = reader.next();
    String place = file + ": " + read.where();
    if (read instanceof ReadEvent.Refused refused) {
      return new CaptureRow.Bad(place, Failure.of(refused.reason()));
    }
    return new CaptureRow.Ready(
        place, recorder, ((ReadEvent.Accepted) read).event(), restricted, OperationId.NONE);
  }

  @Override
  public void close() {
    reader.close();
  }
}
