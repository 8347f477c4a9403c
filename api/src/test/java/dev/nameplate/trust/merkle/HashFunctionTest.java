package dev.nameplate.trust.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.nameplate.record.Bytes;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class HashFunctionTest {
  @ParameterizedTest(name = "{0} of \"{1}\" {2} times")
  @CsvSource(
      textBlock =
          """
          SM3,    abc,  1,  66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0
          SM3,    abcd, 16, debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732
          SHA256, abc,  1,  ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
          """)
  void published_examples_of_GMT_0004_and_FIPS_180_hold(
      HashFunction hash, String text, int times, String hex) {
    assertThat(hash.hash(Bytes.utf8(text.repeat(times))).toHex()).isEqualTo(hex);
  }

  @ParameterizedTest
  @EnumSource
  void leaves_and_nodes_are_hashed_behind_their_own_byte(HashFunction hash) {
    Bytes left = hash.hash(Bytes.utf8("left"));
    Bytes right = hash.hash(Bytes.utf8("right"));

    assertThat(hash.leafHash(left)).isEqualTo(hash.hash(Bytes.fromHex("00" + left.toHex())));
    assertThat(hash.nodeHash(left, right))
        .isEqualTo(hash.hash(Bytes.fromHex("01" + left.toHex() + right.toHex())));
  }

  @ParameterizedTest
  @EnumSource
  void how_bytes_are_kept_in_memory_makes_no_difference(HashFunction hash) {
    byte[] data = new byte[5000];
    new Random(1).nextBytes(data);
    ByteString rope =
        ByteString.copyFrom(data, 0, 2500).concat(ByteString.copyFrom(data, 2500, 2500));
    ByteBuffer direct = ByteBuffer.allocateDirect(data.length).put(data).flip();
    Bytes expected = hash.hash(Bytes.copyOf(data));

    assertThat(hash.hash(Bytes.of(rope))).isEqualTo(expected);
    assertThat(hash.hash(Bytes.of(UnsafeByteOperations.unsafeWrap(direct)))).isEqualTo(expected);
    Hasher hasher = hash.newHasher();
    hasher.writeLazy(direct); // as versions of protobuf do that keep the buffer
    assertThat(hasher.finish()).isEqualTo(expected);
  }

  @Test
  void many_threads_hash_at_once() {
    List<Bytes> alone =
        IntStream.range(0, 2000).mapToObj(i -> HashFunction.SM3.hash(Bytes.utf8("" + i))).toList();
    List<Bytes> together =
        IntStream.range(0, 2000)
            .parallel()
            .mapToObj(i -> HashFunction.SM3.hash(Bytes.utf8("" + i)))
            .toList();

    assertThat(together).isEqualTo(alone);
  }
}
