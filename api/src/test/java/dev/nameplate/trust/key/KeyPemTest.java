package dev.nameplate.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.chain.Example;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.EncryptedPrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.EncryptionScheme;
import org.bouncycastle.asn1.pkcs.KeyDerivationFunc;
import org.bouncycastle.asn1.pkcs.PBES2Parameters;
import org.bouncycastle.asn1.pkcs.PBKDF2Params;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyPemTest {
  /** What the encrypted files of the test resources were made with, by OpenSSL 3.0.19. */
  private static final String PASSPHRASE = "Guan 钢 2026";

  private final SecureRandom random = new FixedRandom();

  @ParameterizedTest
  @EnumSource
  void an_encrypted_key_comes_back_with_its_passphrase(SignatureSuite suite) {
    SigningKey key = new Example(suite).key;
    char[] passphrase = PASSPHRASE.toCharArray();

    String pem = KeyPem.writeEncrypted(key, passphrase, random);

    assertThat(pem)
        .startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n")
        .endsWith("-----END ENCRYPTED PRIVATE KEY-----\n");
    assertThat(KeyPem.isEncrypted(pem, "key.pem")).isTrue();
    assertThat(read(pem, PASSPHRASE).verifyingKey()).isEqualTo(key.verifyingKey());
    assertThat(passphrase).as("it is the caller's to clear").isEqualTo(PASSPHRASE.toCharArray());
  }

  @ParameterizedTest
  @EnumSource
  void an_unencrypted_key_comes_back(SignatureSuite suite) {
    SigningKey key = new Example(suite).key;

    String pem = KeyPem.writeInsecureUnencrypted(key);

    assertThat(KeyPem.isEncrypted(pem, "key.pem")).isFalse();
    assertThat(read(pem, "").verifyingKey()).isEqualTo(key.verifyingKey());
    assertThat(read(pem, "not used").sign(Bytes.EMPTY).size()).isEqualTo(64);
  }

  @ParameterizedTest
  @EnumSource
  void a_public_key_comes_back(SignatureSuite suite) {
    VerifyingKey key = new Example(suite).key.verifyingKey();

    assertThat(KeyPem.readPublic(KeyPem.write(key), "key.pem")).isEqualTo(key);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ed25519-encrypted, ED25519_SHA256", "ed25519-plain, ED25519_SHA256",
    "sm2-encrypted, SM2_SM3", "sm2-plain, SM2_SM3"
  })
  void files_made_by_openssl_are_read(String file, SignatureSuite suite) {
    assertThat(read(resource(file), PASSPHRASE).verifyingKey())
        .isEqualTo(new Example(suite).key.verifyingKey());
  }

  @ParameterizedTest
  @CsvSource({"ed25519-public, ED25519_SHA256", "sm2-public, SM2_SM3"})
  void public_keys_are_written_as_openssl_writes_them(String file, SignatureSuite suite) {
    VerifyingKey key = new Example(suite).key.verifyingKey();

    assertThat(KeyPem.readPublic(resource(file), file)).isEqualTo(key);
    assertThat(KeyPem.write(key)).isEqualTo(resource(file));
  }

  @Test
  void an_unencrypted_ed25519_key_is_written_as_openssl_writes_it() {
    assertThat(KeyPem.writeInsecureUnencrypted(new Example(SignatureSuite.ED25519_SHA256).key))
        .isEqualTo(resource("ed25519-plain"));
  }

  @Test
  void windows_line_ends_and_space_around_are_accepted() {
    String pem = "\r\n  " + resource("ed25519-plain").replace("\n", "\r\n") + "\r\n";

    assertThat(read(pem, "").suite()).isEqualTo(SignatureSuite.ED25519_SHA256);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          attributes of openssl    | Bag Attributes~    localKeyID: 01 02~Key Attributes: <No Attributes>~%s
          curve parameters before  | -----BEGIN SM2 PARAMETERS-----~BggqgRzPVQGCLQ==~-----END SM2 PARAMETERS-----~%s
          a certificate behind     | %s~-----BEGIN CERTIFICATE-----~not decoded~-----END CERTIFICATE-----
          a byte order mark        | \uFEFF%s
          words around             | The key of Zhang, 2026:~~%s~~Keep it safe.
          """)
  void what_other_tools_write_around_a_key_is_passed_over(String what, String around) {
    String pem = around.replace("~", "\n").formatted(resource("ed25519-plain"));

    assertThat(read(pem, "").suite()).isEqualTo(SignatureSuite.ED25519_SHA256);
    assertThat(KeyPem.isEncrypted(pem, "key.pem")).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EC PRIVATE KEY      | elliptic-curve key in the older form of SEC 1 | openssl pkcs8 -topk8
          RSA PRIVATE KEY     | an RSA key                                    | PRIVATE KEY or ENCRYPTED
          OPENSSH PRIVATE KEY | a key of ssh                                  | PRIVATE KEY or ENCRYPTED
          CERTIFICATE         | CERTIFICATE                                   | openssl x509 -pubkey
          SM2 PARAMETERS      | SM2 PARAMETERS                                | PKCS #8
          """)
  void a_sound_file_that_is_no_private_key_is_named_for_what_it_is(
      String label, String named, String expected) {
    String pem = "-----BEGIN " + label + "-----\nMAA=\n-----END " + label + "-----\n";

    assertRefused(() -> read(pem, ""), ErrorReason.WRONG_KEY, named);
    assertRefused(() -> read(pem, ""), ErrorReason.WRONG_KEY, expected);
    assertThatThrownBy(() -> read(pem, "")).hasMessageNotContaining("backup");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"kty":"OKP","crv":"Ed25519"} | JSON, for example a key as JWK
          ssh-ed25519 AAAAC3NzaC1lZDI1  | a public key of ssh
          """)
  void a_key_in_another_form_is_named_for_what_it_is(String text, String named) {
    assertRefused(() -> read(text, ""), ErrorReason.WRONG_KEY, named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN -----\nMAA=\n-----END -----",
        "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g"
      })
  void a_text_without_any_block_is_no_key_and_may_have_been_one(String text) {
    assertRefused(
        () -> read(text, ""), ErrorReason.DATA_CORRUPT, "key.pem holds no key: there is no line");
  }

  @Test
  void of_two_private_keys_none_is_chosen() {
    assertRefused(
        () -> read(resource("ed25519-plain") + resource("sm2-plain"), ""),
        ErrorReason.WRONG_KEY,
        "only one PRIVATE KEY");
  }

  @Test
  void a_wrong_passphrase_is_told_from_a_missing_one() {
    String pem = resource("sm2-encrypted");

    assertRefused(
        () -> read(pem, "guess"),
        ErrorReason.WRONG_PASSPHRASE,
        "the passphrase does not open key.pem");
    assertRefused(
        () -> read(pem, ""),
        ErrorReason.WRONG_PASSPHRASE,
        "key.pem is encrypted: give its passphrase");
    assertRefused(
        () -> KeyPem.writeEncrypted(new Example(SignatureSuite.SM2_SM3).key, new char[0], random),
        ErrorReason.WRONG_PASSPHRASE,
        "empty");
  }

  @ParameterizedTest
  @ValueSource(strings = {"guess 39", "guess 65", "guess 315"})
  void a_wrong_passphrase_that_leaves_padding_well_formed_by_chance_is_still_wrong(String guess) {
    byte[] content = Pem.parse(resource("ed25519-encrypted"), "key.pem").bytes().toByteArray();
    assertThat(PasswordEncryption.decrypt(content, guess.toCharArray(), "key.pem")).isNotEmpty();

    assertRefused(
        () -> read(resource("ed25519-encrypted"), guess), ErrorReason.WRONG_PASSPHRASE, "key.pem");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "p256, WRONG_KEY, a key of Ed25519 or SM2",
    "ed25519-public, WRONG_KEY, PKCS #8",
    "ed25519-scrypt, FORMAT_UNSUPPORTED, openssl pkcs8 -topk8"
  })
  void keys_of_another_kind_are_refused(String file, ErrorReason reason, String says) {
    assertRefused(() -> read(resource(file), PASSPHRASE), reason, says);
  }

  @Test
  void a_private_key_is_no_public_key() {
    assertRefused(
        () -> KeyPem.readPublic(resource("ed25519-plain"), "key.pem"),
        ErrorReason.WRONG_KEY,
        "PUBLIC KEY");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no end line         | -----BEGIN PRIVATE KEY-----~MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g
          another end line    | -----BEGIN PRIVATE KEY-----~MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g~-----END PUBLIC KEY-----
          not Base64           | -----BEGIN PRIVATE KEY-----~MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9*~-----END PRIVATE KEY-----
          cut off             | -----BEGIN PRIVATE KEY-----~MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVp~-----END PRIVATE KEY-----
          no content          | -----BEGIN PRIVATE KEY-----~-----END PRIVATE KEY-----
          no structure        | -----BEGIN PRIVATE KEY-----~AAAA~-----END PRIVATE KEY-----
          encrypted, cut off  | -----BEGIN ENCRYPTED PRIVATE KEY-----~MIGrMFcGCSqGSIb3DQEFDTBK~-----END ENCRYPTED PRIVATE KEY-----
          an empty structure  | -----BEGIN PRIVATE KEY-----~MAA=~-----END PRIVATE KEY-----
          encrypted, empty    | -----BEGIN ENCRYPTED PRIVATE KEY-----~MAA=~-----END ENCRYPTED PRIVATE KEY-----
          no parameters       | -----BEGIN ENCRYPTED PRIVATE KEY-----~MA8wCwYJKoZIhvcNAQUNBAA=~-----END ENCRYPTED PRIVATE KEY-----
          SM2 without number  | -----BEGIN PRIVATE KEY-----~MB8CAQAwEwYHKoZIzj0CAQYIKoEcz1UBgi0EBTADAgEB~-----END PRIVATE KEY-----
          another structure   | -----BEGIN ENCRYPTED PRIVATE KEY-----~MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g~-----END ENCRYPTED PRIVATE KEY-----
          """)
  void a_damaged_file_is_called_damaged(String why, String pem) {
    assertRefused(
        () -> read(pem.replace('~', '\n'), "x"), ErrorReason.DATA_CORRUPT, "key.pem is damaged: ");
  }

  @Test
  void every_truncation_of_a_file_is_refused() {
    for (String file : new String[] {"ed25519-plain", "sm2-plain", "sm2-encrypted"}) {
      String pem = resource(file).strip();
      for (int length = 0; length < pem.length(); length++) {
        String cut = pem.substring(0, length);
        assertThatThrownBy(() -> read(cut, PASSPHRASE)).isInstanceOf(NameplateException.class);
      }
    }
  }

  @Test
  void a_key_with_any_bit_flipped_is_refused_or_signs_as_its_own_public_key_says() {
    for (SignatureSuite suite : SignatureSuite.values()) {
      SigningKey key = new Example(suite).key;
      byte[] der = key.insecurePkcs8();
      for (int bit = 0; bit < 8 * der.length; bit++) {
        byte[] flipped = der.clone();
        flipped[bit / 8] ^= (byte) (1 << bit % 8);
        try {
          SigningKey other = read(new Pem("PRIVATE KEY", Bytes.wrap(flipped)).toString(), "");
          assertThat(other.verifyingKey().verifies(Bytes.EMPTY, other.sign(Bytes.EMPTY)))
              .as("bit %d of %s", bit, suite)
              .isTrue();
        } catch (NameplateException e) {
          assertThat(e.reason()).isIn(ErrorReason.DATA_CORRUPT, ErrorReason.WRONG_KEY);
        }
      }
    }
  }

  @Test
  void an_absurd_number_of_rounds_is_refused_before_they_are_run() {
    String pem = resource("ed25519-encrypted");
    Bytes der = Pem.parse(pem, "key.pem").bytes();
    // INTEGER 2048 in the file becomes 0x7fff of the same length; a longer one is damage of the
    // structure.
    Bytes most = Bytes.fromHex(der.toHex().replace("02020800", "02027fff"));
    Bytes negative = Bytes.fromHex(der.toHex().replace("02020800", "02028000"));

    assertRefused(
        () -> read(new Pem("ENCRYPTED PRIVATE KEY", most).toString(), "x"),
        ErrorReason.WRONG_PASSPHRASE,
        "");
    assertRefused(
        () -> read(new Pem("ENCRYPTED PRIVATE KEY", negative).toString(), "x"),
        ErrorReason.DATA_CORRUPT,
        "rounds");
  }

  @ParameterizedTest
  @CsvSource({
    "0, rounds",
    "10000001, rounds",
    "1, encrypted content is truncated",
    "10000000, encrypted content is truncated"
  })
  void a_key_is_derived_in_1_to_10_million_rounds(int rounds, String says) throws Exception {
    var parameters =
        new PBES2Parameters(
            new KeyDerivationFunc(
                PKCSObjectIdentifiers.id_PBKDF2,
                new PBKDF2Params(
                    new byte[16],
                    rounds,
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.id_hmacWithSHA256))),
            new EncryptionScheme(
                NISTObjectIdentifiers.id_aes256_CBC, new DEROctetString(new byte[16])));
    byte[] withoutContent =
        new EncryptedPrivateKeyInfo(
                new AlgorithmIdentifier(PKCSObjectIdentifiers.id_PBES2, parameters), new byte[0])
            .getEncoded();

    assertRefused(
        () -> read(new Pem("ENCRYPTED PRIVATE KEY", Bytes.wrap(withoutContent)).toString(), "x"),
        ErrorReason.DATA_CORRUPT,
        says);
  }

  @ParameterizedTest
  @CsvSource({
    "1.2.840.113549.1.1.1, an RSA key",
    "1.2.840.10045.2.1, an elliptic-curve key of another curve than SM2",
    "1.3.101.113, an Ed448 key",
    "1.3.101.110, an X25519 key",
    "1.2.3, algorithm 1.2.3"
  })
  void a_key_of_another_algorithm_is_named_for_what_it_is(String identifier, String named)
      throws Exception {
    byte[] der =
        new PrivateKeyInfo(
                new AlgorithmIdentifier(new ASN1ObjectIdentifier(identifier)),
                new DEROctetString(new byte[32]))
            .getEncoded();

    assertRefused(
        () -> read(new Pem("PRIVATE KEY", Bytes.wrap(der)).toString(), ""),
        ErrorReason.WRONG_KEY,
        "key.pem: \"" + named + "\" (expected: a key of Ed25519 or SM2)");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "another scheme,            2a864886f70d01050d, 2a864886f70d01050e",
    "another derivation of keys, 2a864886f70d01050c, 2a864886f70d01050e",
    "AES with 128 bits,         60864801650304012a, 608648016503040102",
    "HMAC with SHA-512,         2a864886f70d0209,   2a864886f70d020b",
  })
  void a_key_that_is_encrypted_in_another_way_is_unsupported(String why, String was, String is) {
    String der = Pem.parse(resource("ed25519-encrypted"), "key.pem").bytes().toHex();
    assertThat(der).contains(was);
    Bytes other = Bytes.fromHex(der.replaceFirst(was, is));

    assertRefused(
        () -> read(new Pem("ENCRYPTED PRIVATE KEY", other).toString(), PASSPHRASE),
        ErrorReason.FORMAT_UNSUPPORTED,
        "key.pem is encrypted in an unsupported way");
  }

  @Test
  void each_encryption_has_a_salt_and_a_vector_of_its_own() {
    SigningKey key = new Example(SignatureSuite.SM2_SM3).key;
    PBES2Parameters one = parametersOf(KeyPem.writeEncrypted(key, new char[] {'x'}, random));
    PBES2Parameters other = parametersOf(KeyPem.writeEncrypted(key, new char[] {'x'}, random));

    assertThat(derivation(one).getIterationCount()).isEqualTo(600_000);
    assertThat(derivation(one).getSalt()).hasSize(16).isNotEqualTo(derivation(other).getSalt());
    assertThat(one.getEncryptionScheme().getParameters())
        .isNotEqualTo(other.getEncryptionScheme().getParameters());
  }

  private static PBES2Parameters parametersOf(String pem) {
    byte[] der = Pem.parse(pem, "key.pem").bytes().toByteArray();
    return PBES2Parameters.getInstance(
        EncryptedPrivateKeyInfo.getInstance(der).getEncryptionAlgorithm().getParameters());
  }

  private static PBKDF2Params derivation(PBES2Parameters parameters) {
    return PBKDF2Params.getInstance(parameters.getKeyDerivationFunc().getParameters());
  }

  @Test
  void an_sm2_key_is_a_number_up_to_n_minus_2() {
    String order = "fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123";
    String highest = order.replaceFirst("3$", "1");
    String higher = order.replaceFirst("3$", "2");
    SigningKey key = FixedRandom.key(SignatureSuite.SM2_SM3, Bytes.fromHex(highest).toByteArray());
    String der = Bytes.wrap(key.insecurePkcs8()).toHex();

    assertThat(read(KeyPem.writeInsecureUnencrypted(key), "").verifyingKey())
        .isEqualTo(key.verifyingKey());
    assertThatThrownBy(
            () -> FixedRandom.key(SignatureSuite.SM2_SM3, Bytes.fromHex(higher).toByteArray()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1 to n - 2");
    for (String outside : List.of(higher, "00".repeat(32))) {
      Bytes changed = Bytes.fromHex(der.replace(highest, outside));
      assertRefused(
          () -> read(new Pem("PRIVATE KEY", changed).toString(), ""),
          ErrorReason.DATA_CORRUPT,
          "key.pem is damaged");
    }
  }

  private SigningKey read(String pem, String passphrase) {
    return KeyPem.readPrivate(pem, "key.pem", passphrase.toCharArray(), random);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable attempt,
      ErrorReason reason,
      String says) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            NameplateException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(says);
  }

  private static String resource(String name) {
    return TestFiles.read(name + ".pem");
  }
}
