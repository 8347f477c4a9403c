package dev.nameplate.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.v1.Suite;
import java.security.SecureRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeysTest {
  private static final String ED25519_HEADER = "302a300506032b6570032100";
  private static final String SM2_HEADER = "3059301306072a8648ce3d020106082a811ccf5501822d034200";

  @ParameterizedTest
  @EnumSource
  void a_new_key_signs_what_its_public_key_verifies(SignatureSuite suite) {
    SigningKey key = SigningKey.generate(suite, new SecureRandom());
    Bytes message = Bytes.utf8("coil");
    Bytes signature = key.sign(message);

    assertThat(signature.size()).isEqualTo(SignatureSuite.SIGNATURE_SIZE);
    assertThat(VerifyingKey.parse(key.verifyingKey().spki())).isEqualTo(key.verifyingKey());
    assertThat(key.verifyingKey().verifies(message, signature)).isTrue();
    assertThat(key.verifyingKey().verifies(Bytes.utf8("coil "), signature)).isFalse();
    assertThat(
            SigningKey.generate(suite, new SecureRandom())
                .verifyingKey()
                .verifies(message, signature))
        .isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_signature_of_another_size_is_wrong(SignatureSuite suite) {
    SigningKey key = new Example(suite).key;
    String signature = key.sign(Bytes.EMPTY).toHex();

    for (String other :
        new String[] {"", "00", signature + "00", signature.substring(2), "00" + signature}) {
      assertThat(key.verifyingKey().verifies(Bytes.EMPTY, Bytes.fromHex(other))).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void the_key_id_is_the_sha256_of_the_encoding(SignatureSuite suite) {
    VerifyingKey key = new Example(suite).key.verifyingKey();

    assertThat(key.keyId().hash()).isEqualTo(HashFunction.SHA256.hash(key.spki()));
    assertThat(key.keyId()).hasToString(HashFunction.SHA256.hash(key.spki()).toHex());
  }

  @Test
  void keys_are_equal_if_their_encodings_are() {
    VerifyingKey sm2 = new Example(SignatureSuite.SM2_SM3).key.verifyingKey();
    VerifyingKey ed25519 = new Example(SignatureSuite.ED25519_SHA256).key.verifyingKey();

    assertThat(VerifyingKey.parse(sm2.spki())).isEqualTo(sm2).hasSameHashCodeAs(sm2);
    assertThat(sm2).isNotEqualTo(ed25519).isNotEqualTo(sm2.spki());
    assertThat(sm2.hashCode()).isNotEqualTo(ed25519.hashCode());
  }

  @Test
  void a_suite_is_known_by_its_number_in_a_batch_header_and_no_other_number_is_one() {
    for (SignatureSuite suite : SignatureSuite.values()) {
      assertThat(SignatureSuite.fromProto(suite.toProto())).contains(suite);
    }
    assertThat(SignatureSuite.fromProto(Suite.SUITE_UNSPECIFIED)).isEmpty();
    assertThat(SignatureSuite.fromProto(Suite.UNRECOGNIZED)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void many_threads_sign_with_one_key(SignatureSuite suite) {
    SigningKey key = SigningKey.generate(suite, new SecureRandom());

    assertThat(
            IntStream.range(0, 200)
                .parallel()
                .mapToObj(i -> Bytes.utf8("message " + i))
                .allMatch(message -> key.verifyingKey().verifies(message, key.sign(message))))
        .isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_signing_key_shows_nothing_secret(SignatureSuite suite) {
    SigningKey key = new Example(suite).key;

    assertThat(key.toString()).isEqualTo("signing key " + suite + " " + key.keyId());
    assertThat(key.toString())
        .doesNotContain(Example.SM2_KEY.toHex())
        .doesNotContain(Example.ED25519_KEY.toHex());
  }

  @ParameterizedTest
  @EnumSource
  void flipping_any_bit_of_a_public_key_gives_another_key_or_none(SignatureSuite suite) {
    VerifyingKey key = new Example(suite).key.verifyingKey();
    for (int bit = 0; bit < 8 * key.spki().size(); bit++) {
      byte[] flipped = key.spki().toByteArray();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(VerifyingKey.parse(Bytes.wrap(flipped)).keyId())
            .as("bit %d", bit)
            .isNotEqualTo(key.keyId());
      } catch (InvalidInputException e) {
        assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_KEY);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          empty, ''
          neutral element of Ed25519, 302a300506032b6570032100 0100000000000000000000000000000000000000000000000000000000000000
          point of order 2 of Ed25519, 302a300506032b6570032100 ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
          point of order 8 of Ed25519, 302a300506032b6570032100 c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a
          non-canonical y of Ed25519, 302a300506032b6570032100 edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f
          not on the curve of Ed25519, 302a300506032b6570032100 0200000000000000000000000000000000000000000000000000000000000000
          Ed25519 with parameters NULL, 302c300706032b65700500032100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
          Ed25519 with a byte behind, 302a300506032b6570032100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a00
          Ed25519 with a byte less, 302a300506032b6570032100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751
          X25519, 302a300506032b656e032100 d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a
          SM2 not on the curve, 3059301306072a8648ce3d020106082a811ccf5501822d034200 0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad14
          SM2 compressed, 3039301306072a8648ce3d020106082a811ccf5501822d032200 0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020
          SM2 hybrid, 3059301306072a8648ce3d020106082a811ccf5501822d034200 0709f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13
          SM2 with an x above p, 3059301306072a8648ce3d020106082a811ccf5501822d034200 04ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13
          P-256, 3059301306072a8648ce3d020106082a8648ce3d030107034200 046b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c2964fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5
          """)
  void anything_but_the_one_encoding_of_a_valid_key_is_refused(String why, String spki) {
    Bytes bytes = Bytes.fromHex(spki.replace(" ", ""));

    assertThatThrownBy(() -> VerifyingKey.parse(bytes))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_KEY));
  }

  @Test
  void the_headers_of_the_test_above_are_those_of_valid_keys() {
    assertThat(new Example(SignatureSuite.ED25519_SHA256).key.verifyingKey().spki().toHex())
        .startsWith(ED25519_HEADER);
    assertThat(new Example(SignatureSuite.SM2_SM3).key.verifyingKey().spki().toHex())
        .startsWith(SM2_HEADER);
  }

  @ParameterizedTest
  @CsvSource({
    "zero, 0000000000000000000000000000000000000000000000000000000000000000",
    "n - 1, fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122",
    "n, fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123"
  })
  void an_sm2_private_key_outside_its_range_is_refused(String why, String hex) {
    assertThatThrownBy(() -> Example.signingKey(SignatureSuite.SM2_SM3, Bytes.fromHex(hex)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
