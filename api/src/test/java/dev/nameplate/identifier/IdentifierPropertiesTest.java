package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class IdentifierPropertiesTest {
  private static final int TIMES = 5_000;

  @Test
  void what_is_printed_parses_to_an_equal_identifier_that_prints_the_same() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier identifier = RandomTexts.identifier(random);
          Identifier again = Identifier.parse(identifier.toString());
          assertThat(again).isEqualTo(identifier).hasToString(identifier.toString());
        });
  }

  @Test
  void the_canonical_form_parses_to_an_equal_identifier_and_is_its_own_canonical_form() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier identifier = RandomTexts.identifier(random);
          Identifier canonical = Identifier.parse(identifier.canonical());
          assertThat(canonical).isEqualTo(identifier).hasSameHashCodeAs(identifier);
          assertThat(canonical.canonical()).isEqualTo(identifier.canonical());
          assertThat(Normalizer.isNormalized(canonical.canonical(), Normalizer.Form.NFC)).isTrue();
        });
  }

  @Test
  void the_canonical_form_of_every_character_before_every_mark_is_its_own_canonical_form() {
    for (int point = 0x20; point <= Character.MAX_CODE_POINT; point++) {
      boolean mark = Character.getType(point) == Character.NON_SPACING_MARK;
      String text =
          mark
              ? "H" + Character.toString(point)
              : Character.toString(point) + Character.toString(0x0331);
      String canonical = CanonicalText.of(text);
      if (!CanonicalText.of(canonical)
          .equals(canonical)) { // a million times: an assertion each would take seconds
        fail("not its own canonical form: %s of U+%04X", canonical, point);
      }
    }
  }

  @Test
  void decomposing_or_composing_an_identifier_changes_nothing() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier identifier = RandomTexts.identifier(random);
          String text = identifier.toString();
          assertThat(Identifier.parse(Normalizer.normalize(text, Normalizer.Form.NFC)))
              .isEqualTo(identifier);
          assertThat(Identifier.parse(Normalizer.normalize(text, Normalizer.Form.NFD)))
              .isEqualTo(identifier);
        });
  }

  @Test
  void the_case_of_an_ASCII_identifier_changes_nothing() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          String text =
              "88.NA"
                  + random.nextInt(10)
                  + "/Coil-"
                  + (char) ('!' + random.nextInt(94))
                  + random.nextInt();
          assertThat(Identifier.parse(text.toUpperCase(Locale.ROOT)))
              .isEqualTo(Identifier.parse(text.toLowerCase(Locale.ROOT)));
        });
  }

  @Test
  void equality_hash_and_order_agree_with_the_canonical_form() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier a = RandomTexts.identifier(random);
          Identifier b = near(a, random);
          boolean same = a.canonical().equals(b.canonical());
          assertThat(a.equals(b)).isEqualTo(same);
          assertThat(a.compareTo(b) == 0).isEqualTo(same);
          assertThat(a.hashCode() == b.hashCode() || !same).isTrue();
        });
  }

  @Test
  void hashes_tell_most_names_apart() {
    List<Identifier> names =
        IntStream.range(0, 1_000)
            .mapToObj(i -> Identifier.parse("88." + i + "/COIL-" + i))
            .toList();

    assertThat(names.stream().map(Object::hashCode).distinct()).hasSizeGreaterThan(900);
    assertThat(names.stream().map(name -> name.prefix().hashCode()).distinct())
        .hasSizeGreaterThan(900);
    assertThat(names.stream().map(name -> name.suffix().hashCode()).distinct())
        .hasSizeGreaterThan(900);
  }

  @Test
  void prefixes_and_suffixes_order_as_their_bytes_of_UTF_8() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Suffix a = RandomTexts.suffix(random);
          Suffix b = random.nextBoolean() ? RandomTexts.suffix(random) : near(a, random);
          assertThat(Integer.signum(a.compareTo(b)))
              .isEqualTo(byteOrder(a.canonical(), b.canonical()));
          Prefix p = RandomTexts.prefix(random);
          Prefix q = RandomTexts.prefix(random);
          assertThat(Integer.signum(p.compareTo(q)))
              .isEqualTo(byteOrder(p.canonical(), q.canonical()));
        });
  }

  @Test
  void characters_above_U_FFFF_order_behind_all_others() {
    Suffix privateUse = Suffix.parse(Spelled.out("a<U+E000>"));
    Suffix emoji = Suffix.parse(Spelled.out("a<U+1F600>"));

    assertThat(emoji).isGreaterThan(privateUse);
    assertThat(emoji.canonical()).isLessThan(privateUse.canonical());
  }

  @Test
  void identifiers_order_as_the_keys_of_a_store_prefix_first() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier a = RandomTexts.identifier(random);
          Identifier b = near(a, random);
          assertThat(Integer.signum(a.compareTo(b))).isEqualTo(byteOrder(key(a), key(b)));
        });
  }

  @Test
  void the_order_is_total() {
    RandomTexts.forEachSeed(
        TIMES,
        random -> {
          Identifier a = RandomTexts.identifier(random);
          Identifier b = near(a, random);
          Identifier c = near(b, random);
          assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
          if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a).isLessThanOrEqualTo(c);
          }
        });
  }

  /**
   * Another identifier that often shares the prefix, or the start of the suffix, or all but its
   * spelling.
   */
  private static Identifier near(Identifier identifier, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> RandomTexts.identifier(random);
      case 1 -> Identifier.of(RandomTexts.prefix(random), identifier.suffix());
      case 2 -> Identifier.parse(identifier.canonical());
      default -> Identifier.of(identifier.prefix(), near(identifier.suffix(), random));
    };
  }

  private static Suffix near(Suffix suffix, Random random) {
    return Suffix.parse(suffix.toString() + RandomTexts.suffix(random));
  }

  private static String key(Identifier identifier) {
    return identifier.prefix().canonical() + "\0" + identifier.suffix().canonical();
  }

  private static int byteOrder(String a, String b) {
    byte[] left = a.getBytes(StandardCharsets.UTF_8);
    byte[] right = b.getBytes(StandardCharsets.UTF_8);
    return Integer.signum(Arrays.compareUnsigned(left, right));
  }
}
