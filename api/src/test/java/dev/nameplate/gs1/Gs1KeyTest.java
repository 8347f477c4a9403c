package dev.nameplate.gs1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class Gs1KeyTest {
  private static final String SET_82 =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          urn:epc:id:sgtin:6901234.000001.17,          01/06901234000016/21/17,          ITEM
          urn:epc:id:sgtin:6901234.100001.17,          01/16901234000013/21/17,          ITEM
          urn:epc:id:sgtin:690123400000.1.1.7,         01/16901234000006/21/1.7,         ITEM
          urn:epc:id:upui:6901234.000001.a)b,          01/06901234000016/235/a%29b,      ITEM
          urn:epc:class:lgtin:6901234.000001.H%2F7,    01/06901234000016/10/H%2F7,       LOT
          urn:epc:id:sscc:6901234.0000000001,          00/069012340000000016,            ITEM
          urn:epc:id:sgln:6901234.00001.0,             414/6901234000016,                ITEM
          urn:epc:id:sgln:6901234.00001.dock-3,        414/6901234000016/254/dock-3,     ITEM
          urn:epc:id:pgln:690123400001.,               417/6901234000016,                ITEM
          urn:epc:id:grai:6901234.00001.9,             8003/069012340000169,             ITEM
          urn:epc:id:giai:6901234.press-7,             8004/6901234press-7,              ITEM
          urn:epc:id:gdti:690123400001..9,             253/69012340000169,               ITEM
          urn:epc:id:gsrn:6901234.0000000001,          8018/690123400000000018,          ITEM
          urn:epc:id:gsrnp:6901234.0000000001,         8017/690123400000000018,          ITEM
          urn:epc:id:cpi:6901234.SEAL-2.44,            8010/6901234SEAL-2/8011/44,       ITEM
          urn:epc:id:itip:6901234.000001.01.04.7,      8006/069012340000160104/21/7,     ITEM
          urn:epc:id:sgcn:6901234.00001.12,            255/690123400001612,              ITEM
          urn:epc:id:ginc:6901234.c-7,                 401/6901234c-7,                   ITEM
          urn:epc:id:gsin:6901234.000000001,           402/69012340000000016,            ITEM
          urn:epc:idpat:sgtin:6901234.000001.*,        01/06901234000016,                CLASS
          urn:epc:idpat:upui:6901234.000001.*,         01/06901234000016,                CLASS
          urn:epc:idpat:grai:6901234.00001.*,          8003/06901234000016,              CLASS
          urn:epc:idpat:gdti:6901234.00001.*,          253/6901234000016,                CLASS
          urn:epc:idpat:sgcn:6901234.00001.*,          255/6901234000016,                CLASS
          urn:epc:idpat:itip:6901234.000001.01.04.*,   8006/069012340000160104,          CLASS
          urn:epc:idpat:cpi:6901234.SEAL-2.*,          8010/6901234SEAL-2,               CLASS
          https://mill.example/01/6901234000016,       01/06901234000016,                CLASS
          http://mill.example:81/a/b/01/06901234000016/10/H7/, 01/06901234000016/10/H7,  LOT
          https://id.gs1.org/gtin/06901234000016/lot/H7/ser/17?17=261231#x, 01/06901234000016/21/17, ITEM
          https://id.gs1.org/01/06901234000016/22/2A/10/H7, 01/06901234000016/10/H7,     LOT
          https://id.gs1.org/01/06901234000016/22/2A,  01/06901234000016,                CLASS
          https://id.gs1.org/01/06901234000016/10/H%2f(7, 01/06901234000016/10/H%2F%287, LOT
          https://id.gs1.org/8006/069012340000160104/10/A, 8006/069012340000160104/10/A, LOT
          HTTPS://MILL.example/00/069012340000000016,  00/069012340000000016,            ITEM
          """)
  void one_key_has_one_canonical_form(String written, String canonical, Grain grain) {
    Gs1Key key = Gs1Key.parse(written).orElseThrow();

    assertThat(key.canonical()).isEqualTo("https://id.gs1.org/" + canonical);
    assertThat(key.grain()).isEqualTo(grain);
    assertThat(key.checkDigitAgrees()).isTrue();
    assertThat(Gs1Key.parse(key.canonical())).contains(key);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          compressed                   | https://id.gs1.org/AQnYUc1gmiCNV4JG
          no key                       | https://mill.example/coils/17
          key without value            | https://id.gs1.org/01/
          too few digits               | https://id.gs1.org/01/69012340001
          letters in a GTIN            | https://id.gs1.org/01/0690123400001X
          lot of 21 characters         | https://id.gs1.org/01/06901234000016/10/123456789012345678901
          lot with a Chinese character | https://id.gs1.org/01/06901234000016/10/%E7%82%89
          broken percent               | https://id.gs1.org/01/06901234000016/10/H%2
          not hexadecimal              | https://id.gs1.org/01/06901234000016/10/H%2g
          lot twice                    | https://id.gs1.org/01/06901234000016/10/A/10/B
          unknown qualifier            | https://id.gs1.org/01/06901234000016/11/261231
          qualifier of another key     | https://id.gs1.org/00/069012340000000016/10/A
          qualifier without value      | https://id.gs1.org/01/06901234000016/10
          asset without company prefix | https://id.gs1.org/8004/ABCDEFG
          no host                      | https:///01/06901234000016
          other scheme                 | ftp://id.gs1.org/01/06901234000016
          prefix of 5 digits           | urn:epc:id:sgtin:69012.00000001.17
          13 digits expected           | urn:epc:id:sgtin:6901234.00001.17
          no serial number             | urn:epc:id:sgtin:6901234.000001
          empty serial number          | urn:epc:id:sgtin:6901234.000001.
          unknown EPC scheme           | urn:epc:id:usdod:2S194.12345678901
          open item reference          | urn:epc:idpat:sgtin:6901234.*.*
          too few parts                | urn:epc:id:sgtin
          GDST                         | urn:gdst:example.org:product:lot:class:mill.1u.7
          native identifier            | 88.118.8/COIL-2026-000451
          empty                        | ''
          """)
  void what_is_no_gs1_key_is_left_to_be_opaque(String why, String text) {
    assertThat(Gs1Key.parse(text)).as(why).isEmpty();
  }

  @Test
  void a_wrong_check_digit_is_read_and_told() {
    Gs1Key key = Gs1Key.parse("https://mill.example/01/06901234000015/10/H7").orElseThrow();

    assertThat(key.canonical()).isEqualTo("https://id.gs1.org/01/06901234000015/10/H7");
    assertThat(key.checkDigitAgrees()).isFalse();
  }

  /** Ways to write one serial number or lot of a GTIN whose company prefix has some length. */
  static Stream<Spelling> spellings() {
    return Stream.of(
        new Spelling(
            "sgtin", (g, v) -> "urn:epc:id:sgtin:" + g.urn() + "." + v, "/21/", Grain.ITEM),
        new Spelling("upui", (g, v) -> "urn:epc:id:upui:" + g.urn() + "." + v, "/235/", Grain.ITEM),
        new Spelling(
            "lgtin", (g, v) -> "urn:epc:class:lgtin:" + g.urn() + "." + v, "/10/", Grain.LOT));
  }

  @ParameterizedTest
  @MethodSource("spellings")
  void urn_and_digital_link_of_one_thing_are_equal(Spelling spelling) {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      Gtin gtin = Gtin.random(random);
      String value = value(random);
      Gs1Key urn = Gs1Key.parse(spelling.urn().apply(gtin, encoded(value, random))).orElseThrow();
      Gs1Key link =
          Gs1Key.parse(
                  List.of("https://id.gs1.org", "http://a.example/x", "https://b.example:8443/01/y")
                          .get(random.nextInt(3))
                      + "/01/"
                      + gtin.digits()
                      + spelling.qualifier()
                      + encoded(value, random)
                      + List.of("", "/", "?17=261231", "#part").get(random.nextInt(4)))
              .orElseThrow();

      assertThat(urn).as("seed %d, value %s", seed, value).isEqualTo(link);
      assertThat(urn.hashCode()).isEqualTo(link.hashCode());
      assertThat(urn.grain()).isEqualTo(link.grain()).isEqualTo(spelling.grain());
      assertThat(link.checkDigitAgrees()).isTrue();
      assertThat(Gs1Key.parse(link.canonical())).contains(link);
    }
  }

  @Test
  void different_values_have_different_canonical_forms() {
    for (long seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      String one = value(random);
      String other = value(random);
      assertThat(lot(one, random).equals(lot(other, random)))
          .as("seed %d, %s and %s", seed, one, other)
          .isEqualTo(one.equals(other));
    }
  }

  @Test
  void no_text_makes_the_reader_fail() {
    String pieces = "urn:epc:id:sgtin:./01%2F6901234000016*https://ab21?#\u7089\ud83d";
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      while (random.nextInt(12) > 0) {
        int from = random.nextInt(pieces.length());
        text.append(pieces, from, from + random.nextInt(pieces.length() - from));
      }
      Gs1Key.parse(text.toString())
          .ifPresent(key -> assertThat(Gs1Key.parse(key.canonical())).contains(key));
    }
  }

  private static Gs1Key lot(String value, Random random) {
    return Gs1Key.parse("https://a.example/01/06901234000016/10/" + encoded(value, random))
        .orElseThrow();
  }

  private static String value(Random random) {
    StringBuilder value = new StringBuilder();
    for (int i = 1 + random.nextInt(20); i > 0; i--) {
      value.append(SET_82.charAt(random.nextInt(SET_82.length())));
    }
    return value.toString();
  }

  /** Encodes what must be, and at random what need not be. */
  private static String encoded(String value, Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean must = "%/?#".indexOf(c) >= 0;
      text.append(
          must || random.nextBoolean()
              ? String.format(random.nextBoolean() ? "%%%02X" : "%%%02x", (int) c)
              : String.valueOf(c));
    }
    return text.toString();
  }

  record Spelling(
      String scheme, BiFunction<Gtin, String, String> urn, String qualifier, Grain grain) {
    @Override
    public String toString() {
      return scheme;
    }
  }

  /** A GTIN as URNs split it and as Digital Links write it; the check digit by another way. */
  record Gtin(String urn, String digits) {
    static Gtin random(Random random) {
      StringBuilder thirteen = new StringBuilder();
      for (int i = 0; i < 13; i++) {
        thirteen.append((char) ('0' + random.nextInt(10)));
      }
      int sum = 0;
      for (int i = 0; i < 13; i++) {
        sum += (thirteen.charAt(i) - '0') * (i % 2 == 0 ? 3 : 1);
      }
      int prefix = 6 + random.nextInt(7);
      return new Gtin(
          thirteen.substring(1, 1 + prefix)
              + "."
              + thirteen.charAt(0)
              + thirteen.substring(1 + prefix),
          thirteen.toString() + Math.floorMod(-sum, 10));
    }
  }
}
