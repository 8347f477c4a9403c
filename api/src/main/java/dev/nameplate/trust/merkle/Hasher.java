package dev.nameplate.trust.merkle;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.UnsafeByteOperations;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NodeException;
import dev.nameplate.record.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * Hashes one run of bytes after another, without copying them. Not thread-safe; reusable after
 * {@link #finish}.
 */
abstract class Hasher extends ByteOutput {
  /** Adds bytes to the input of the hash. */
  final void add(Bytes bytes) {
    try {
      UnsafeByteOperations.unsafeWriteTo(bytes.asByteString(), this);
    } catch (IOException impossible) {
      throw new AssertionError("a hash function does no I/O", impossible);
    }
  }

  /** The hash of all added bytes; afterwards the hasher is empty. */
  abstract Bytes finish();

  @Override
  public abstract void write(byte value);

  @Override
  public abstract void write(byte[] value, int offset, int length);

  @Override
  public final void writeLazy(byte[] value, int offset, int length) {
    write(value, offset, length);
  }

  @Override
  public final void write(ByteBuffer value) {
    byte[] copy = new byte[value.remaining()];
    value.get(copy);
    write(copy, 0, copy.length);
  }

  @Override
  public final void writeLazy(ByteBuffer value) {
    write(value);
  }

  /** SHA-256 by the JDK. */
  static final class Sha256 extends Hasher {
    private final MessageDigest digest;

    Sha256() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new NodeException(
            ErrorReason.FORMAT_UNSUPPORTED, "this Java runtime has no SHA-256", e);
      }
    }

    @Override
    public void write(byte value) {
      digest.update(value);
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      digest.update(value, offset, length);
    }

    @Override
    Bytes finish() {
      byte[] hash = new byte[HashFunction.SIZE];
      try {
        digest.digest(hash, 0, hash.length);
      } catch (DigestException impossible) {
        throw new AssertionError("SHA-256 has 32 bytes", impossible);
      }
      return Bytes.wrap(hash);
    }
  }

  /** SM3 by Bouncy Castle. */
  static final class Sm3 extends Hasher {
    private final SM3Digest digest = new SM3Digest();

    @Override
    public void write(byte value) {
      digest.update(value);
    }

    @Override
    public void write(byte[] value, int offset, int length) {
      digest.update(value, offset, length);
    }

    @Override
    Bytes finish() {
      byte[] hash = new byte[HashFunction.SIZE];
      digest.doFinal(hash, 0);
      return Bytes.wrap(hash);
    }
  }
}
