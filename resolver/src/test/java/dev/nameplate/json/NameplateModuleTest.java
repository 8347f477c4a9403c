package dev.nameplate.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.nameplate.event.EventId;
import dev.nameplate.event.ItemId;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.identifier.Suffix;
import dev.nameplate.identifier.SuffixPattern;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Endpoint;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.key.KeyId;
import dev.nameplate.trust.note.LogName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NameplateModuleTest {
  private final ObjectMapper json = JsonMapper.builder().findAndAddModules().build();

  record Label(Identifier coil, OperationId operation, List<Prefix> holders, Bytes seal) {}

  @Test
  void words_are_texts_in_the_records_of_an_embedder() throws Exception {
    Label label =
        new Label(
            Identifier.parse("88.118.8/COIL-1"),
            OperationId.NONE,
            List.of(Prefix.parse("88.118.8")),
            Bytes.utf8("ab"));
    String text = json.writeValueAsString(label);
    assertThat(text)
        .isEqualTo(
            "{\"coil\":\"88.118.8/COIL-1\",\"operation\":\"\",\"holders\":[\"88.118.8\"],"
                + "\"seal\":\"YWI=\"}");
    assertThat(json.readValue(text, Label.class)).isEqualTo(label);
  }

  @Test
  void every_word_is_read_as_it_was_written() throws Exception {
    Map<Class<?>, Object> words =
        Map.of(
            Suffix.class, Suffix.parse("COIL-1"),
            SuffixPattern.class, SuffixPattern.parse("COIL-{seq:6}"),
            ValueReference.class, ValueReference.parse("3:88.118.8/COIL-1"),
            Endpoint.class, Endpoint.parse("mill.example:7430"),
            ItemId.class, ItemId.parse("urn:epc:id:sgtin:1.2.3"),
            EventId.class, EventId.parse("ab".repeat(32)),
            KeyId.class, new KeyId(Bytes.fromHex("cd".repeat(32))),
            LogName.class, new LogName("88.118.8/log-3f79d300"));
    for (Map.Entry<Class<?>, Object> word : words.entrySet()) {
      String text = json.writeValueAsString(word.getValue());
      assertThat(text).isEqualTo("\"" + word.getValue() + "\"");
      assertThat(json.readValue(text, word.getKey())).isEqualTo(word.getValue());
    }
  }

  @Test
  void a_text_that_is_no_word_is_refused_with_its_path() {
    for (String coil : List.of("\"nonsense\"", "\"\"")) {
      assertThatThrownBy(() -> json.readValue("{\"coil\":" + coil + "}", Label.class))
          .isInstanceOfSatisfying(
              JsonMappingException.class,
              e -> assertThat(e.getPathReference()).endsWith("[\"coil\"]"));
    }
  }
}
