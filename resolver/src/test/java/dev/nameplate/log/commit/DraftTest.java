package dev.nameplate.log.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordLimits;
import dev.nameplate.record.RecordValue;
import dev.nameplate.trust.merkle.HashFunction;
import dev.nameplate.trust.note.LogName;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftTest {
  @Test
  void what_is_restricted_counts_as_well() {
    Drafter drafter =
        new Drafter(
            new LogName("88.118.8/log-0badcafe"),
            HashFunction.SM3,
            RecordLimits.DEFAULT,
            new SecureRandom());
    RecordValue value =
        RecordValue.text(1, "t", "x".repeat(200_000)).withPermissions(Permissions.RESTRICTED);

    assertThat(drafter.first(Identifier.parse("88.118.8/COIL-1"), List.of(value)).size())
        .isGreaterThan(200_000);
  }
}
