package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrefixServiceTest {
  private ServedNode served;

  @BeforeAll
  void open(@TempDir Path directory) {
    NodeConfig config =
        NodeConfig.in(directory)
            .authorityFor("88.118.8", "20.500", "88.118.9")
            .withSuite(SignatureSuite.SM2_SM3);
    served = ServedNode.open(config, Caller.STRANGER, Runnable::run);
  }

  @AfterAll
  void close() {
    served.close();
  }

  @Test
  void a_prefix_is_described_with_its_log_and_keys() {
    PrefixDescription prefix = served.prefixes().get(get("88.118.8")).getPrefix();

    assertThat(prefix.getPrefix()).isEqualTo("88.118.8");
    assertThat(prefix.getLog()).isEqualTo(served.node.anchor().log().text());
    assertThat(VerifyingKey.parse(Bytes.of(prefix.getAuthorityKey())))
        .isEqualTo(served.node.anchor().authorityKey());
    assertThat(NoteKey.parse(prefix.getCheckpointKey()))
        .isEqualTo(served.node.anchor().checkpointKey());
  }

  @Test
  void a_prefix_of_somebody_else_is_not_found() {
    refused(
        () -> served.prefixes().get(get("88.118")),
        Status.Code.NOT_FOUND,
        ErrorReason.NOT_AUTHORITATIVE);
  }

  @Test
  void a_malformed_prefix_is_refused() {
    StatusRuntimeException e =
        refused(
            () -> served.prefixes().get(get("88..8")),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.MALFORMED_IDENTIFIER);

    assertThat(field(e)).isEqualTo("prefix");
  }

  @Test
  void prefixes_come_in_canonical_order_and_by_pages() {
    PrefixServiceListResponse first = served.prefixes().list(list(2, ""));
    PrefixServiceListResponse second = served.prefixes().list(list(2, first.getNextPageToken()));

    assertThat(first.getPrefixesList())
        .extracting(PrefixDescription::getPrefix)
        .containsExactly("20.500", "88.118.8");
    assertThat(second.getPrefixesList())
        .extracting(PrefixDescription::getPrefix)
        .containsExactly("88.118.9");
    assertThat(second.getNextPageToken()).isEmpty();
    assertThat(served.prefixes().list(list(0, "")).getPrefixesCount()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "4", "x", "99999999999"})
  void a_page_token_that_no_page_carried_is_refused(String token) {
    StatusRuntimeException e =
        refused(
            () -> served.prefixes().list(list(0, token)),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);

    assertThat(field(e)).isEqualTo("page_token");
  }

  private static PrefixServiceGetRequest get(String prefix) {
    return PrefixServiceGetRequest.newBuilder().setPrefix(prefix).build();
  }

  private static PrefixServiceListRequest list(int size, String token) {
    return PrefixServiceListRequest.newBuilder().setPageSize(size).setPageToken(token).build();
  }
}
