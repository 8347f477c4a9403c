package dev.nameplate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.gs1.Grain;
import dev.nameplate.identifier.Identifier;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemIdTest {
  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          88.118.8/COIL-1                       | 88.118.8/coil-1
          88.118.8/COIL-1                       | https://hdl.handle.net/88.118.8/COIL-1
          88.118.8/COIL-1                       | hdl:88.118.8/Coil-1
          88.118.8/a b?c#d%                     | https://hdl.handle.net/88.118.8/a%20b%3fc%23d%25
          88.118.8/炉号-7                       | https://hdl.handle.net/88.118.8/%E7%82%89%E5%8F%B7-7
          urn:epc:class:lgtin:6901234.000001.H7 | https://mill.example/01/06901234000016/10/H7?17=261231
          urn:gdst:mill:lot:7                   | urn:gdst:mill:lot:7
          """)
  void names_of_one_thing_are_equal(String one, String other) {
    assertThat(ItemId.parse(one)).isEqualTo(ItemId.parse(other));
    assertThat(ItemId.parse(one)).hasSameHashCodeAs(ItemId.parse(other));
    assertThat(ItemId.parse(other)).hasToString(other);
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          urn:gdst:mill:lot:7                      | urn:gdst:mill:lot:8
          urn:gdst:mill:lot:a                      | urn:gdst:mill:lot:A
          https://mill.example/coils/7             | https://other.example/coils/7
          https://hdl.handle.net/88.118.8/a?x      | 88.118.8/a
          https://hdl.handle.net/88.118.8/a%FF     | 88.118.8/a
          https://hdl.handle.net/no-slash          | 88.118.8/no-slash
          """)
  void other_uris_are_equal_only_to_themselves(String one, String other) {
    assertThat(ItemId.parse(one)).isNotEqualTo(ItemId.parse(other));
    assertThat(ItemId.parse(one).identifier()).isEmpty();
    assertThat(ItemId.parse(one).canonical()).isEqualTo(one);
    assertThat(ItemId.parse(one).grain()).isEqualTo(Grain.ITEM);
  }

  @ParameterizedTest
  @CsvSource({
    "https://id.gs1.org/01/06901234000016,CLASS",
    "urn:epc:idpat:sgtin:6901234.000001.*,CLASS",
    "https://id.gs1.org/01/06901234000016/10/H7,LOT",
    "https://id.gs1.org/01/06901234000016/21/17,ITEM",
    "88.118.8/COIL-1,ITEM"
  })
  void the_grain_is_that_of_the_key(String text, Grain grain) {
    assertThat(ItemId.parse(text).grain()).isEqualTo(grain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "88.118.8/COIL-2026-000451",
        "88.118.8/a/b:c d?e=f&g#h%20\"<>",
        "88.118.8/铭牌",
        "urn:gdst:mill:lot:7",
        "https://id.gs1.org/01/06901234000016/10/H7",
        "hdl:88.118.8/x"
      })
  void as_a_uri_it_names_the_same_thing(String text) {
    ItemId item = ItemId.parse(text);

    assertThat(item.uri()).matches("[A-Za-z]+:[!-~]+");
    assertThat(ItemId.parse(item.uri())).isEqualTo(item);
    assertThat(ItemId.parse(item.uri()).identifier()).isEqualTo(item.identifier());
  }

  @Test
  void every_identifier_comes_back_from_its_uri() {
    String pieces = "aZ9-._~!$&'()*+,;=:@/%?# \"<>[]{}|\\^`\u00e9\u7089\ud83d\ude00";
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      StringBuilder suffix = new StringBuilder("x");
      for (int i = random.nextInt(20); i > 0; i--) {
        int at = random.nextInt(pieces.length());
        suffix.appendCodePoint(
            pieces.codePointAt(Character.isLowSurrogate(pieces.charAt(at)) ? at - 1 : at));
      }
      Identifier identifier = Identifier.parse("88.118.8/" + suffix);

      assertThat(ItemId.parse(ItemId.of(identifier).uri()).identifier())
          .as("seed %d", seed)
          .contains(identifier);
    }
  }

  @Test
  void a_uri_with_white_space_is_refused() {
    assertThatThrownBy(() -> ItemId.parse("urn:gdst:mill:lot 7"))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("item: \"urn:gdst:mill:lot 7\" (expected: a URI");
  }

  @Test
  void a_uri_in_a_uri_is_a_name_of_its_own_whose_canonical_form_is_stable() {
    for (String text :
        new String[] {"hdl:hdl:88.118.8/x", "hdl:https://hdl.handle.net/88.118.8/x", "hdl:hdl:x"}) {
      ItemId item = ItemId.parse(text);

      assertThat(item.identifier()).isEmpty();
      assertThat(ItemId.parse(item.canonical())).isEqualTo(item);
      assertThat(ItemId.parse(item.canonical()).canonical()).isEqualTo(item.canonical());
      assertThat(ItemId.parse(item.uri())).isEqualTo(item);
    }
  }
}
