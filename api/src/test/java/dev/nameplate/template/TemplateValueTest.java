package dev.nameplate.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.InvalidRecordException;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class TemplateValueTest {
  private static final ValueReference COIL =
      new ValueReference(Identifier.parse("88.118.8/TEMPLATE-COIL"), 2);
  private static final RecordValue NAMING = TemplateValue.naming(COIL);

  @Test
  void a_value_names_a_version_of_a_template() {
    assertThat(NAMING.index()).isEqualTo(1001);
    assertThat(TemplateValue.require(List.of(RecordValue.text(1, "URL", "x"), NAMING)))
        .contains(COIL);
    assertThat(TemplateValue.named(List.of(NAMING))).contains(COIL);
    assertThat(TemplateValue.require(List.of())).isEmpty();
  }

  @Test
  void to_be_written_it_is_one_reference_for_everyone_to_read() {
    for (List<RecordValue> values :
        List.of(
            List.of(NAMING, RecordValue.reference(3, "template", COIL.identifier())),
            List.of(RecordValue.text(1001, "TEMPLATE", "1.0")),
            List.of(NAMING.withPermissions(Permissions.RESTRICTED)))) {
      assertThatThrownBy(() -> TemplateValue.require(values))
          .isInstanceOf(InvalidRecordException.class)
          .hasMessageStartingWith("values[TEMPLATE]: ");
    }
  }

  @Test
  void of_an_older_record_another_form_is_an_ordinary_value() {
    assertThat(TemplateValue.named(List.of(RecordValue.text(1001, "TEMPLATE", "1.0")))).isEmpty();
  }
}
