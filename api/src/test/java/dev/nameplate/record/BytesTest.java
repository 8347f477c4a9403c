package dev.nameplate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BytesTest {
  @Test
  void bytes_compare_by_content() {
    Bytes bytes = Bytes.utf8("é");

    assertThat(bytes).isEqualTo(Bytes.fromHex("c3a9")).hasSameHashCodeAs(Bytes.fromHex("C3A9"));
    assertThat(bytes)
        .isEqualTo(Bytes.of(ByteString.copyFrom(new byte[] {(byte) 0xC3, (byte) 0xA9})));
    assertThat(bytes).isNotEqualTo(Bytes.fromHex("c3")).isNotEqualTo(Bytes.EMPTY);
  }

  @Test
  void bytes_order_one_by_one_unsigned_and_a_start_stands_first() {
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      byte[] a = some(random);
      byte[] b = some(random);
      assertThat(Integer.signum(Bytes.wrap(a).compareTo(Bytes.wrap(b))))
          .as("seed %d", seed)
          .isEqualTo(Integer.signum(Arrays.compareUnsigned(a, b)));
      assertThat(Bytes.wrap(a).equals(Bytes.wrap(b)))
          .as("seed %d", seed)
          .isEqualTo(Arrays.equals(a, b));
    }
    assertThat(Bytes.fromHex("80")).isGreaterThan(Bytes.fromHex("7f"));
    assertThat(Bytes.fromHex("7f00")).isGreaterThan(Bytes.fromHex("7f"));
  }

  @Test
  void a_copy_does_not_change_with_its_array() {
    byte[] array = {1, 2, 3};
    Bytes bytes = Bytes.copyOf(array);

    array[0] = 9;

    assertThat(bytes.toHex()).isEqualTo("010203");
  }

  @Test
  void an_array_handed_out_is_new() {
    Bytes bytes = Bytes.wrap(new byte[] {1, 2, 3});

    bytes.toByteArray()[0] = 9;

    assertThat(bytes.toHex()).isEqualTo("010203");
  }

  @Test
  void protobuf_bytes_are_neither_copied_in_nor_out() {
    ByteString protobuf = ByteString.copyFromUtf8("abc");

    assertThat(Bytes.of(protobuf).asByteString()).isSameAs(protobuf);
  }

  @Test
  void hexadecimal_goes_in_and_out() {
    assertThat(Bytes.fromHex("00FFa5").toHex()).isEqualTo("00ffa5");
    assertThat(Bytes.fromHex("")).isSameAs(Bytes.EMPTY);
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.fromHex("0"));
    assertThatIllegalArgumentException().isThrownBy(() -> Bytes.fromHex("0g"));
  }

  @Test
  void text_goes_in_and_out() {
    assertThat(Bytes.utf8("钢卷😀").toUtf8()).isEqualTo("钢卷😀");
    assertThat(Bytes.fromHex("61ff62").toUtf8()).isEqualTo("a\uFFFDb");
  }

  @Test
  void no_bytes_are_empty() {
    assertThat(Bytes.EMPTY.isEmpty()).isTrue();
    assertThat(Bytes.EMPTY.size()).isZero();
    assertThat(Bytes.copyOf(new byte[0])).isSameAs(Bytes.EMPTY);
    assertThat(Bytes.utf8("a").isEmpty()).isFalse();
  }

  @Test
  void a_message_shows_the_size_and_the_first_eight_bytes() {
    assertThat(Bytes.EMPTY).hasToString("0 bytes");
    assertThat(Bytes.fromHex("0102")).hasToString("2 bytes 0102");
    assertThat(Bytes.fromHex("0102030405060708")).hasToString("8 bytes 0102030405060708");
    assertThat(Bytes.wrap(new byte[1 << 20])).hasToString("1048576 bytes 0000000000000000…");
  }

  private static byte[] some(Random random) {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (random.nextInt(4) * 0x55);
    }
    return bytes;
  }
}
