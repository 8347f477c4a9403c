package dev.nameplate.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Example;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of delegations, whose costly check runs with their first signature. */
class LazyKeyTest {
  private static final String HEADER = "302a300506032b6570032100";

  /** The key of RFC 8032, test 1, plus the point of order 2: on the curve, outside the group. */
  private static final Bytes MIXED_ORDER =
      Bytes.fromHex(HEADER + "16a567fe7d4ef5482ab4012c369bf8c5f11e8d0c2559dcda50fde59708f8aee5");

  @ParameterizedTest
  @EnumSource
  void a_key_that_is_read_lazily_verifies_what_it_verifies_otherwise(SignatureSuite suite) {
    SigningKey key = new Example(suite).key;
    VerifyingKey lazy = VerifyingKey.parseLazily(key.verifyingKey().spki());
    Bytes coil = Bytes.utf8("coil");

    assertThat(lazy).isEqualTo(key.verifyingKey());
    for (int again = 0; again < 2; again++) {
      assertThat(lazy.verifies(coil, key.sign(coil))).isTrue();
      assertThat(lazy.verifies(Bytes.utf8("strip"), key.sign(coil))).isFalse();
    }
  }

  @Test
  void a_key_outside_the_group_verifies_nothing_that_the_owner_of_its_secret_signs() {
    assertThatThrownBy(() -> VerifyingKey.parse(MIXED_ORDER))
        .isInstanceOf(InvalidInputException.class);
    VerifyingKey lazy = VerifyingKey.parseLazily(MIXED_ORDER);

    for (int i = 0; i < 20; i++) {
      Bytes message = Bytes.utf8("message " + i);
      assertThat(lazy.verifies(message, signedFor(lazy, message))).as("%s", message).isFalse();
    }
  }

  /** A signature that fits the bare equation of half of all messages. */
  private static Bytes signedFor(VerifyingKey key, Bytes message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    byte[] seed = Example.ED25519_KEY.toByteArray();
    byte[] publicKey = key.publicKey().toByteArray();
    Ed25519.sign(seed, 0, publicKey, 0, message.toByteArray(), 0, message.size(), signature, 0);
    return Bytes.wrap(signature);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0200000000000000000000000000000000000000000000000000000000000000", // not on the curve
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // y is not canonical
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f70751" // a byte less
      })
  void what_is_obviously_no_key_is_refused_at_once(String publicKey) {
    assertThatThrownBy(() -> VerifyingKey.parseLazily(Bytes.fromHex(HEADER + publicKey)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.WRONG_KEY));
  }
}
