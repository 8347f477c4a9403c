package dev.nameplate.record;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HexFormat;

/**
 * An immutable run of bytes, compared by content and ordered byte by byte, unsigned.
 *
 * <p>Thread-safe. {@link #asByteString()} and {@link #of(ByteString)} copy nothing.
 */
public final class Bytes implements Comparable<Bytes> {
  /** An empty run of bytes. */
  public static final Bytes EMPTY = new Bytes(ByteString.EMPTY);

  private final ByteString bytes;

  private Bytes(ByteString bytes) {
    this.bytes = bytes;
  }

  /** A view of protobuf bytes, without copying. */
  public static Bytes of(ByteString bytes) {
    return bytes.isEmpty() ? EMPTY : new Bytes(bytes);
  }

  /** A copy of the array. */
  public static Bytes copyOf(byte[] array) {
    return of(ByteString.copyFrom(array));
  }

  /** The array itself: the caller must not change it again. */
  public static Bytes wrap(byte[] array) {
    return of(UnsafeByteOperations.unsafeWrap(array));
  }

  /** Writes to a stream of protobuf. */
  @FunctionalInterface
  public interface Writing {
    /** Writes all of it. */
    void to(CodedOutputStream out) throws IOException;
  }

  /**
   * The bytes that are written to a stream.
   *
   * @param size their number, which is known before
   * @throws IllegalStateException if fewer are written
   * @throws UncheckedIOException if more are written
   */
  public static Bytes written(int size, Writing writing) {
    byte[] bytes = new byte[size];
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      writing.to(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array of the right size takes it all
    }
    out.checkNoSpaceLeft();
    return wrap(bytes);
  }

  /** The UTF-8 form of a text. */
  public static Bytes utf8(String text) {
    return of(ByteString.copyFromUtf8(text));
  }

  /**
   * The bytes written as pairs of hexadecimal digits.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static Bytes fromHex(String hex) {
    return wrap(HexFormat.of().parseHex(hex));
  }

  /** Number of bytes. */
  public int size() {
    return bytes.size();
  }

  /** True for no bytes. */
  public boolean isEmpty() {
    return bytes.isEmpty();
  }

  /** A new array with the bytes. */
  public byte[] toByteArray() {
    return bytes.toByteArray();
  }

  /** The bytes for protobuf, without copying. */
  public ByteString asByteString() {
    return bytes;
  }

  /** The bytes read as UTF-8; malformed input is replaced by U+FFFD. */
  public String toUtf8() {
    return bytes.toStringUtf8();
  }

  /** The bytes as pairs of lower-case hexadecimal digits. */
  public String toHex() {
    return HexFormat.of().formatHex(toByteArray());
  }

  @Override
  public int compareTo(Bytes other) {
    return ByteString.unsignedLexicographicalComparator().compare(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** The size and the first bytes in hexadecimal, for messages. */
  @Override
  public String toString() {
    if (isEmpty()) {
      return "0 bytes";
    }
    String hex = HexFormat.of().formatHex(bytes.substring(0, Math.min(8, size())).toByteArray());
    return size() + " bytes " + hex + (size() > 8 ? "…" : "");
  }
}
