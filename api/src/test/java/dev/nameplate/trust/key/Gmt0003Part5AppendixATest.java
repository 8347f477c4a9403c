package dev.nameplate.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Example;
import org.junit.jupiter.api.Test;

/**
 * The example of SM2 on the recommended curve, GM/T 0003.5-2012 (GB/T 32918.5-2017), appendix A.2.
 */
class Gmt0003Part5AppendixATest {
  private static final Bytes MESSAGE = Bytes.utf8("message digest");
  private static final Bytes K =
      Bytes.fromHex("59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21");
  private static final Bytes R_AND_S =
      Bytes.fromHex(
          "f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
              + "b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");

  private final SigningKey key =
      SigningKey.of(
          SignatureSuite.SM2_SM3, Example.SM2_KEY.toByteArray(), new FixedRandom(K.toByteArray()));

  @Test
  void the_public_key_is_the_published_one() {
    assertThat(key.verifyingKey().publicKey().toHex())
        .isEqualTo(
            "04"
                + "09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020"
                + "ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13");
  }

  @Test
  void the_signature_with_the_published_random_number_is_the_published_one() {
    assertThat(key.sign(MESSAGE)).isEqualTo(R_AND_S);
    assertThat(key.verifyingKey().verifies(MESSAGE, R_AND_S)).isTrue();
  }
}
