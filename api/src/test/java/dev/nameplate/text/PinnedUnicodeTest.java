package dev.nameplate.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The digests were computed on JDK 17; they must come out the same on every other JDK. */
class PinnedUnicodeTest {
  private static final String TODHRI = Character.toString(0x105D2);
  private static final String DOT_ABOVE = "\u0307";

  @Test
  void jdk_17_assigns_the_same_code_points_and_later_ones_at_least_these() {
    int[] lost = points(point -> PinnedUnicode.isAssigned(point) && !Character.isDefined(point));
    int[] more = points(point -> !PinnedUnicode.isAssigned(point) && Character.isDefined(point));

    assertThat(lost).isEmpty();
    if (Runtime.version().feature() == 17) {
      assertThat(more).isEmpty();
    } else {
      assertThat(more).contains(0x105D2);
    }
    assertThat(points(PinnedUnicode::isAssigned)).hasSize(283_440);
  }

  @Test
  void every_format_character_of_the_version_is_invisible_and_no_letter_is() {
    assertThat(
            points(
                point ->
                    PinnedUnicode.isAssigned(point)
                        && Character.getType(point) == Character.FORMAT
                        && !PinnedUnicode.isInvisible(point)))
        .isEmpty();
    assertThat(
            points(
                point ->
                    PinnedUnicode.isInvisible(point)
                        && Character.isLetterOrDigit(point)
                        && !List.of(0x115F, 0x1160, 0x3164, 0xFFA0).contains(point)))
        .as("but for the four Hangul fillers")
        .isEmpty();
  }

  @Test
  void white_space_is_what_the_jdk_calls_a_space_and_six_control_characters() {
    assertThat(points(PinnedUnicode::isWhiteSpace))
        .containsExactly(
            points(
                point ->
                    Character.isSpaceChar(point)
                        || (point >= 0x09 && point <= 0x0D)
                        || point == 0x85));
  }

  @Test
  void the_sets_are_the_same_on_every_jdk() {
    assertThat(digest(points(PinnedUnicode::isInvisible)))
        .isEqualTo("71bb83362f277c783140e1b817353b37155e9db71513b1f0434b31a72bf3c662");
    assertThat(digest(points(PinnedUnicode::isMark)))
        .isEqualTo("d155b5154559032ebe05673933dc94612256ce257aa8c7b150af430a87483894");
  }

  @Test
  void every_assigned_code_point_has_the_same_normal_form_on_every_jdk() {
    MessageDigest digest = sha256();
    IntStream.of(encodable())
        .mapToObj(Character::toString)
        .forEach(
            text -> {
              String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
              add(digest, PinnedUnicode.nfc(text), PinnedUnicode.nfc(apart));
            });

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("b7b75dc9598f45cb472d3323ccd4aff42b0f6b9a34d5032f4f733f9443b6498e");
  }

  @Test
  void random_sequences_have_the_same_normal_form_on_every_jdk() {
    int[] all = encodable();
    int[] marks = points(PinnedUnicode::isMark);
    Random random = new Random(13);
    MessageDigest digest = sha256();
    for (int i = 0; i < 200_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int left = 2 + random.nextInt(6); left > 0; left--) {
        int[] from = random.nextInt(3) == 0 ? all : marks;
        text.appendCodePoint(from[random.nextInt(from.length)]);
      }
      add(digest, PinnedUnicode.nfc(text.toString()));
    }

    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo("5f075428f6044a9142c2103f78b83565dc023b09b9d4c95609d6c17c507dcd29");
  }

  @Test
  void a_code_point_that_the_version_does_not_assign_combines_with_nothing() {
    assertThat(PinnedUnicode.nfc(TODHRI + DOT_ABOVE)).isEqualTo(TODHRI + DOT_ABOVE);
    assertThat(PinnedUnicode.nfc("e\u0301" + TODHRI + DOT_ABOVE + "e\u0301" + TODHRI))
        .isEqualTo("\u00E9" + TODHRI + DOT_ABOVE + "\u00E9" + TODHRI);
  }

  @Test
  void a_later_jdk_would_combine_it() {
    assumeTrue(Runtime.version().feature() >= 24, "Unicode 16 is known from JDK 24 on");

    assertThat(Normalizer.normalize(TODHRI + DOT_ABOVE, Normalizer.Form.NFC))
        .isEqualTo(Character.toString(0x105C9));
  }

  private static int[] encodable() {
    return points(point -> PinnedUnicode.isAssigned(point) && !isSurrogate(point));
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private static int[] points(IntPredicate which) {
    return IntStream.rangeClosed(0, Character.MAX_CODE_POINT).filter(which).toArray();
  }

  private static String digest(int[] points) {
    MessageDigest digest = sha256();
    IntStream.of(points).forEach(point -> add(digest, Integer.toHexString(point)));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void add(MessageDigest digest, String... texts) {
    for (String text : texts) {
      digest.update(text.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
