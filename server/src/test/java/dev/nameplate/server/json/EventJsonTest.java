package dev.nameplate.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with an item is named by its whole path. */
class EventJsonTest {
  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      textBlock =
          """
          `"NOT-AN-ITEM"`                                            | inputs[1]
          `{"item": "NOT-AN-ITEM"}`                                  | inputs[1].item
          `{"item": "88.118.8/A", "amount": "x", "unit": "KGM"}`     | inputs[1].amount
          `{"item": "88.118.8/A", "amount": "1", "unit": "a unit"}`  | inputs[1].unit
          """,
      delimiter = '|')
  void the_path_of_a_wrong_item_is_told(String item, String path) {
    String json =
        "{\"kind\": \"process\", \"time\": \"2026-07-06T08:00:00+08:00\", \"inputs\": [\"88.118.8/H\", %s]}"
            .formatted(item);

    assertThatThrownBy(() -> EventJson.read(Fields.parse("", json)))
        .isInstanceOfSatisfying(
            InvalidInputException.class,
            e -> {
              assertThat(e.field()).isEqualTo(path);
              assertThat(e.getMessage()).startsWith(path + ":");
            });
  }
}
