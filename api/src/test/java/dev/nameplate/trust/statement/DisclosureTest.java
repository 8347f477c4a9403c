package dev.nameplate.trust.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.Rule;
import dev.nameplate.trust.chain.Example;
import dev.nameplate.trust.key.SignatureSuite;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Restricted values that a statement shows to some of its readers. */
class DisclosureTest {
  private final Example example = new Example(SignatureSuite.SM2_SM3);
  private final SignedStatement whole =
      example
          .sign(
              IdentifierRecord.first(
                  Identifier.parse("88.118.8/SLAB-8"),
                  List.of(restricted(1, "price"), restricted(2, "margin"))))
          .get(0);
  private final Bytes price = whole.disclosures().get(0);
  private final Bytes margin = whole.disclosures().get(1);

  private static RecordValue restricted(long index, String type) {
    return RecordValue.text(index, type, "1").withPermissions(Permissions.RESTRICTED);
  }

  @Test
  void a_reader_is_shown_the_values_that_it_may_read() {
    SignedStatement some = whole.withDisclosures(List.of(margin));

    assertThat(some.disclosures()).containsExactly(margin);
    assertThat(some.body()).isEqualTo(whole.body());
    assertThat(read(margin).values()).extracting(RecordValue::type).containsExactly("margin");
    assertThat(read(margin).withheld()).containsExactly(1L);
    assertThat(whole.withoutDisclosures().disclosures()).isEmpty();
  }

  @Test
  void each_value_is_disclosed_once_and_in_order_of_index() {
    assertThat(read(price, margin).values()).hasSize(2);
    assertInvalid(price, price);
    assertInvalid(margin, price);
  }

  private IdentifierRecord read(Bytes... disclosures) {
    return StatementBody.parse(whole.body(), List.of(disclosures), example.suite.hash()).record();
  }

  private void assertInvalid(Bytes... disclosures) {
    assertThatThrownBy(() -> read(disclosures))
        .matches(Rule.DISCLOSURE_INVALID::isBrokenBy)
        .hasMessageContaining("out of order");
  }
}
