package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.log.OperationId;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.TimeToLive;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.statement.RecordValues;
import dev.nameplate.v1.UpdateRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Digests that were stored by earlier versions stay recognised. */
final class SaidBytesTest {
  private static final LogName LOG = new LogName("88.118.8-0123456789abcdef");
  private static final Identifier COIL = Identifier.parse("88.118.8/卷-1");

  private static final List<RecordValue> VALUES =
      List.of(
          RecordValue.text(1, "URL", "https://mill.example/卷"),
          new RecordValue(
              2,
              "CERT",
              ValueData.binary(Bytes.utf8("xyz")),
              new TimeToLive.Relative(Duration.ofSeconds(7)),
              Optional.of(Instant.ofEpochSecond(1_700_000_000)),
              Permissions.DEFAULT,
              List.of(
                  new ValueReference(COIL, 3),
                  ValueReference.to(Identifier.parse("88.118.9/ADMIN")))),
          new RecordValue(
              3,
              "HEAT",
              ValueData.reference(COIL),
              new TimeToLive.Until(Instant.ofEpochSecond(1_800_000_000)),
              Optional.empty(),
              Permissions.DEFAULT,
              List.of()),
          RecordValue.of(4, "MASS", new ValueData.Number("21.40")),
          RecordValue.of(5, "SPEC", new ValueData.Json("{\"a\": [1]}")),
          RecordValue.text(6, "NOTE", ""));

  @Test
  void an_update_is_said_as_its_request_is_on_the_wire() {
    UpdateRequest.Builder request =
        UpdateRequest.newBuilder().setIdentifier(COIL.toString()).setExpectedVersion(300);
    VALUES.forEach(value -> request.addValues(RecordValues.toProto(value)));
    Bytes wire = Bytes.of(request.build().toByteString());

    WriteDigest digest =
        SaidBytes.digest(new Write.Update(COIL, 300, VALUES, OperationId.of("op")), LOG);

    assertThat(digest.whole()).isEqualTo(HashFunction.SHA256.hash(wire));
    assertThat(digest.open()).isEqualTo(digest.whole());
  }

  @Test
  void of_a_restricted_value_everyone_knows_the_index_only() {
    RecordValue price =
        RecordValue.text(7, "PRICE", "4180").withPermissions(Permissions.RESTRICTED);
    UpdateRequest request =
        UpdateRequest.newBuilder()
            .setIdentifier(COIL.toString())
            .addValues(dev.nameplate.v1.RecordValue.newBuilder().setIndex(7))
            .build();

    WriteDigest digest =
        SaidBytes.digest(new Write.Assign(COIL, List.of(price), OperationId.of("op")), LOG);

    assertThat(digest.open()).isEqualTo(HashFunction.SHA256.hash(Bytes.of(request.toByteString())));
    assertThat(digest.whole()).isNotEqualTo(digest.open());
  }

  @Test
  void a_retirement_differs_from_an_update_without_values() {
    assertThat(SaidBytes.digest(new Write.Retire(COIL, 1, OperationId.of("op")), LOG).whole())
        .isNotEqualTo(
            SaidBytes.digest(new Write.Update(COIL, 1, List.of(), OperationId.of("op")), LOG)
                .whole());
  }
}
