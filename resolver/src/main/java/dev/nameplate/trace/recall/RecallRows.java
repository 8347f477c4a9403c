package dev.nameplate.trace.recall;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.trace.recall.RecallStep.Extent;
import dev.nameplate.trace.recall.RecallStep.Presence;
import dev.nameplate.trace.recall.Whereabouts.Holding;
import dev.nameplate.trace.recall.Whereabouts.Span;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.longlong.LongIterator;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/**
 * Rows of a recall, one for each item and place, about 30 bytes each. They are added item by item
 * and read holder by holder. Beyond a bound they are in a temporary file that only its owner can
 * read, and that is deleted with this object. Used by one thread.
 */
final class RecallRows implements AutoCloseable {
  private static final int BLOCK = 1 << 20;
  private static final int MOST_BLOCKS_IN_MEMORY = 32;
  private static final int LENGTH = Integer.BYTES;
  private static final List<Presence> PRESENCES = List.of(Presence.values());
  private static final List<Extent> EXTENTS = List.of(Extent.values());

  private final List<byte[]> blocks = new ArrayList<>();
  private final Map<String, Roaring64Bitmap> byHolder = new TreeMap<>();
  private ByteBuffer block = ByteBuffer.allocate(0);
  private long begin = -BLOCK;
  private @Nullable FileChannel file;

  /**
   * An item at a place.
   *
   * @param making the position of the event that made it, or {@link Whereabouts#NONE}
   * @param made how much of it that event made
   */
  record Row(long item, Presence presence, Holding holding, long making, Optional<Span> made) {}

  void add(Row row) {
    byte[] bytes = encode(row);
    if (LENGTH + bytes.length > BLOCK) {
      throw new IllegalStateException("a row of " + bytes.length + " bytes");
    }
    if (block.remaining() < LENGTH + bytes.length) {
      nextBlock();
    }
    byHolder
        .computeIfAbsent(row.holding().holder(), any -> new Roaring64Bitmap())
        .addLong(begin + block.position());
    block.putInt(bytes.length).put(bytes);
  }

  private void nextBlock() {
    if (blocks.size() == MOST_BLOCKS_IN_MEMORY) {
      spill(blocks.remove(blocks.size() - 1));
    }
    begin += BLOCK;
    byte[] bytes = new byte[BLOCK];
    block = ByteBuffer.wrap(bytes);
    blocks.add(bytes);
  }

  /** Writes a full block to the file; the last block grows, and the first blocks stay in memory. */
  private void spill(byte[] full) {
    try {
      FileChannel spilled = file;
      if (spilled == null) {
        Path path = Files.createTempFile("nameplate-recall-", ".rows");
        spilled =
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
        file = spilled;
      }
      ByteBuffer left = ByteBuffer.wrap(full);
      while (left.hasRemaining()) {
        spilled.write(left, begin + left.position());
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private static NodeException failed(IOException e) {
    return new NodeException(
        ErrorReason.STORE_FULL,
        "recall: the result does not fit into memory, and cannot be written to the temporary "
            + "directory; free space there, or set max_items",
        e);
  }

  /** The holders, in order. */
  Iterable<String> holders() {
    return byHolder.keySet();
  }

  /** The rows of one holder, in the order in which they were added. */
  Rows of(String holder) {
    return new Rows(byHolder.getOrDefault(holder, new Roaring64Bitmap()).getLongIterator(), holder);
  }

  /** Rows, one after the other. */
  final class Rows {
    private final LongIterator offsets;
    private final String holder;

    private Rows(LongIterator offsets, String holder) {
      this.offsets = offsets;
      this.holder = holder;
    }

    boolean hasNext() {
      return offsets.hasNext();
    }

    Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return decode(bytes(offsets.next()), holder);
    }
  }

  private CodedInputStream bytes(long offset) {
    int index = (int) (offset / BLOCK);
    int at = (int) (offset % BLOCK);
    boolean last = offset >= begin;
    if (last || index < MOST_BLOCKS_IN_MEMORY - 1) {
      byte[] bytes = blocks.get(last ? blocks.size() - 1 : index);
      return CodedInputStream.newInstance(
          bytes, at + LENGTH, ByteBuffer.wrap(bytes, at, LENGTH).getInt());
    }
    try {
      ByteBuffer row = ByteBuffer.allocate(read(ByteBuffer.allocate(LENGTH), offset).getInt());
      return CodedInputStream.newInstance(read(row, offset + LENGTH));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private ByteBuffer read(ByteBuffer into, long offset) throws IOException {
    FileChannel spilled = file;
    while (spilled != null && into.hasRemaining()) {
      if (spilled.read(into, offset + into.position()) < 0) {
        throw new IOException("the temporary file was truncated");
      }
    }
    return into.flip();
  }

  private static byte[] encode(Row row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);
    CodedOutputStream out = CodedOutputStream.newInstance(bytes, 48);
    Holding holding = row.holding();
    try {
      out.writeUInt64NoTag(row.item());
      out.writeRawByte((byte) PRESENCES.indexOf(row.presence()));
      out.writeRawByte((byte) EXTENTS.indexOf(holding.extent()));
      out.writeSInt64NoTag(holding.container());
      out.writeSInt64NoTag(holding.handover());
      out.writeSInt64NoTag(row.making());
      out.writeUInt32NoTag(holding.left().size());
      for (Span span : holding.left()) {
        write(span, out);
      }
      out.writeBoolNoTag(row.made().isPresent());
      if (row.made().isPresent()) {
        write(row.made().get(), out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array takes it all
    }
    return bytes.toByteArray();
  }

  private static void write(Span span, CodedOutputStream out) throws IOException {
    out.writeStringNoTag(span.unit());
    boolean exact = span.low().compareTo(span.high()) == 0;
    out.writeBoolNoTag(exact);
    if (!exact) {
      write(span.low(), out);
    }
    write(span.high(), out);
  }

  private static void write(BigDecimal amount, CodedOutputStream out) throws IOException {
    out.writeSInt32NoTag(amount.scale());
    out.writeByteArrayNoTag(amount.unscaledValue().toByteArray());
  }

  private static Row decode(CodedInputStream in, String holder) {
    try {
      long item = in.readUInt64();
      Presence presence = PRESENCES.get(in.readRawByte());
      Extent extent = EXTENTS.get(in.readRawByte());
      long container = in.readSInt64();
      long handover = in.readSInt64();
      long making = in.readSInt64();
      List<Span> left = new ArrayList<>();
      for (int more = in.readUInt32(); more > 0; more--) {
        left.add(span(in));
      }
      Optional<Span> made = in.readBool() ? Optional.of(span(in)) : Optional.empty();
      return new Row(
          item, presence, new Holding(holder, container, handover, extent, left), making, made);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Span span(CodedInputStream in) throws IOException {
    String unit = in.readString();
    boolean exact = in.readBool();
    BigDecimal low = amount(in);
    return new Span(unit, low, exact ? low : amount(in));
  }

  private static BigDecimal amount(CodedInputStream in) throws IOException {
    int scale = in.readSInt32();
    return new BigDecimal(new BigInteger(in.readByteArray()), scale);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
