package dev.nameplate.server.grpc;

import static dev.nameplate.server.grpc.Wire.assign;
import static dev.nameplate.server.grpc.Wire.field;
import static dev.nameplate.server.grpc.Wire.refused;
import static dev.nameplate.server.grpc.Wire.withUnknownField;
import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.access.Caller;
import dev.nameplate.access.Permission;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.server.operation.Operations;
import dev.nameplate.trust.key.SignatureSuite;
import dev.nameplate.trust.key.SigningKey;
import dev.nameplate.trust.key.VerifyingKey;
import dev.nameplate.trust.note.LogName;
import dev.nameplate.trust.note.NoteKey;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.DelegationBody;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.AllotRequest;
import dev.nameplate.v1.PrefixChangeResponse;
import dev.nameplate.v1.PrefixDescription;
import dev.nameplate.v1.PrefixServiceGetRequest;
import dev.nameplate.v1.PrefixServiceGrpc;
import dev.nameplate.v1.PrefixServiceListRequest;
import dev.nameplate.v1.PrefixServiceListResponse;
import dev.nameplate.v1.ReadStatementsRequest;
import dev.nameplate.v1.ResumeRequest;
import dev.nameplate.v1.RevokeKeyRequest;
import dev.nameplate.v1.RevokeRequest;
import dev.nameplate.v1.SuspendRequest;
import dev.nameplate.v1.TransferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllotmentServiceTest {
  private static final String STEEL = "88.118.8";
  private static final String WEAVING = "88.118.9";

  @TempDir Path directory;
  private final dev.nameplate.v1.AuthorityKey key = key();
  private ServedNode served;

  @BeforeEach
  void open() {
    NodeConfig config =
        NodeConfig.in(directory.resolve("node"))
            .authorityFor("88.118", "20.500")
            .withSuite(SignatureSuite.ED25519_SHA256);
    served = ServedNode.open(config, Caller.STRANGER, Runnable::run);
  }

  @AfterEach
  void close() {
    served.close();
  }

  private static dev.nameplate.v1.AuthorityKey key() {
    VerifyingKey log = newKey();
    NoteKey checkpointKey = new NoteKey(LogName.of(Prefix.parse(STEEL), log).text(), log);
    return DelegationBody.toProto(AuthorityKey.of(newKey(), checkpointKey));
  }

  private static VerifyingKey newKey() {
    return SigningKey.generate(SignatureSuite.ED25519_SHA256, new SecureRandom()).verifyingKey();
  }

  private AllotRequest steel() {
    return AllotRequest.newBuilder()
        .setPrefix(STEEL)
        .setHolder("Guan County Steel")
        .addKeys(key)
        .addEndpoints("10.0.0.8:7430")
        .build();
  }

  private static AllotRequest hosted(String prefix) {
    return AllotRequest.newBuilder()
        .setPrefix(prefix)
        .setHolder("Guan County Weaving")
        .setHosted(true)
        .build();
  }

  private PrefixDescription get(String prefix) {
    return served
        .prefixes()
        .get(PrefixServiceGetRequest.newBuilder().setPrefix(prefix).build())
        .getPrefix();
  }

  private static Delegation read(dev.nameplate.v1.SignedStatement statement) {
    return DelegationBody.parse(SignedStatement.fromProto(statement).body()).delegation();
  }

  private static SuspendRequest suspend(String prefix) {
    return SuspendRequest.newBuilder().setPrefix(prefix).build();
  }

  @Test
  void an_allotment_is_answered_with_its_receipt_and_the_delegation() {
    AllotRequest request =
        steel().toBuilder().setValiditySeconds(3600).setOperationId("op-1").build();

    PrefixChangeResponse response = served.prefixes().allot(request);

    assertThat(response.getReceipt().getIdentifier()).isEqualTo("0.NA/88.118.8");
    assertThat(response.getReceipt().getVersion()).isEqualTo(1);
    Delegation delegation = read(response.getDelegation());
    Instant made = Instant.ofEpochMilli(response.getReceipt().getTimeMillis());
    assertThat(delegation.validity().from()).isEqualTo(made);
    assertThat(delegation.validity().until()).isEqualTo(made.plus(Duration.ofHours(1)));
    assertThat(delegation.keys().get(0).validity().from()).isEqualTo(made);

    PrefixChangeResponse repeat = served.prefixes().allot(request);
    assertThat(repeat.getReceipt())
        .isEqualTo(response.getReceipt().toBuilder().setReplayed(true).build());
    assertThat(repeat.hasDelegation()).isFalse();
  }

  @Test
  void a_delegated_prefix_is_described_by_its_delegation_alone() {
    PrefixChangeResponse made = served.prefixes().allot(steel());

    PrefixDescription described = get(STEEL);

    assertThat(described)
        .isEqualTo(
            PrefixDescription.newBuilder()
                .setPrefix(STEEL)
                .setDelegation(made.getDelegation())
                .build());
  }

  @Test
  void a_hosted_prefix_is_described_with_the_log_and_keys_of_the_node() {
    served.prefixes().allot(hosted(WEAVING));

    PrefixDescription described = get(WEAVING);

    assertThat(described.getLog()).isEqualTo(served.node.anchor().log().text());
    assertThat(described.getAuthorityKey()).isEqualTo(get("88.118").getAuthorityKey());
    assertThat(read(described.getDelegation()).hosted()).isTrue();
  }

  @Test
  void below_a_hosted_prefix_the_chain_names_it() {
    served.prefixes().allot(hosted("20.500.1"));
    served.prefixes().allot(hosted("20.500.1.7"));

    assertThat(get("20.500.1").getChainList()).isEmpty();
    assertThat(get("20.500.1.7").getChainList()).containsExactly(get("20.500.1").getDelegation());
  }

  @Test
  void a_prefix_is_suspended_resumed_transferred_and_revoked() {
    served.prefixes().allot(steel());
    assertThat(read(served.prefixes().suspend(suspend(STEEL)).getDelegation()).state())
        .isEqualTo(State.SUSPENDED);
    refused(
        () -> served.prefixes().suspend(suspend(STEEL)),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.PREFIX_SUSPENDED);
    assertThat(
            read(served
                    .prefixes()
                    .resume(ResumeRequest.newBuilder().setPrefix(STEEL).build())
                    .getDelegation())
                .state())
        .isEqualTo(State.ACTIVE);
    dev.nameplate.v1.AuthorityKey second = key();
    Delegation transferred =
        read(
            served
                .prefixes()
                .transfer(
                    TransferRequest.newBuilder()
                        .setPrefix(STEEL)
                        .setExpectedVersion(3)
                        .addKeys(second)
                        .build())
                .getDelegation());
    assertThat(transferred.keys()).hasSize(2);
    assertThat(transferred.keys().get(0).validity().ends()).isTrue();
    assertThat(transferred.holder()).isEqualTo("Guan County Steel");
    RevokeKeyRequest revokeKey =
        RevokeKeyRequest.newBuilder()
            .setPrefix(STEEL)
            .setKeyId(transferred.keys().get(0).keyId().hash().asByteString())
            .setFromPosition(7)
            .build();
    assertThat(
            read(served.prefixes().revokeKey(revokeKey).getDelegation())
                .keys()
                .get(0)
                .revokedFrom())
        .hasValue(7);
    RevokeRequest revoke = RevokeRequest.newBuilder().setPrefix(STEEL).build();
    assertThat(read(served.prefixes().revoke(revoke).getDelegation()).state())
        .isEqualTo(State.REVOKED);
    refused(
        () -> served.prefixes().revoke(revoke),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.PREFIX_REVOKED);
    refused(
        () -> served.prefixes().allot(steel()),
        Status.Code.ALREADY_EXISTS,
        ErrorReason.ALREADY_ALLOTTED);
  }

  @Test
  void what_is_assigned_below_a_hosted_prefix_follows_its_state() {
    served.prefixes().allot(hosted(WEAVING));
    served.registration().assign(assign("88.118.9/CONE-1"));
    served.prefixes().suspend(suspend(WEAVING));

    refused(
        () -> served.registration().assign(assign("88.118.9/CONE-2")),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.PREFIX_SUSPENDED);
  }

  @Test
  void what_is_not_there_is_said_to_be_so() {
    refused(() -> get(WEAVING), Status.Code.NOT_FOUND, ErrorReason.NOT_ALLOTTED);
    refused(() -> get("88.119"), Status.Code.NOT_FOUND, ErrorReason.NOT_AUTHORITATIVE);
    refused(
        () -> served.prefixes().suspend(suspend(WEAVING)),
        Status.Code.NOT_FOUND,
        ErrorReason.NOT_ALLOTTED);
    refused(
        () -> served.prefixes().allot(hosted("88.119.1")),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_AUTHORITATIVE);
    served.prefixes().allot(hosted(WEAVING));
    refused(
        () -> served.prefixes().suspend(suspend(WEAVING).toBuilder().setExpectedVersion(2).build()),
        Status.Code.ABORTED,
        ErrorReason.VERSION_MISMATCH);
  }

  @Test
  void the_path_to_what_is_malformed_is_told() {
    assertThat(malformed(steel().toBuilder().addEndpoints("no port: at all").build()))
        .isEqualTo("endpoints[1].endpoint");
    assertThat(
            malformed(
                steel().toBuilder()
                    .addKeys(key.toBuilder().setValidFromMillis(5).setValidUntilMillis(4))
                    .build()))
        .isEqualTo("keys[1].valid_until");
    assertThat(malformed(steel().toBuilder().setValiditySeconds(59).build())).isEqualTo("validity");
    assertThat(malformed(steel().toBuilder().setValiditySeconds(-1).build()))
        .isEqualTo("validity_seconds");
    assertThat(malformed(steel().toBuilder().clearHolder().build())).isEqualTo("holder");
    AllotRequest.Builder many = steel().toBuilder();
    for (int i = 0; i < 10_000; i++) {
      many.addEndpoints("10.0.0.8:7430");
    }
    assertThat(malformed(many.build())).isEqualTo("endpoints");
    RevokeKeyRequest shortId =
        RevokeKeyRequest.newBuilder()
            .setPrefix(STEEL)
            .setKeyId(Bytes.fromHex("00").asByteString())
            .build();
    assertThat(
            field(
                refused(
                    () -> served.prefixes().revokeKey(shortId),
                    Status.Code.INVALID_ARGUMENT,
                    ErrorReason.INVALID_ARGUMENT)))
        .isEqualTo("key_id");
    assertThat(served.node.head().statements()).isZero();
  }

  private String malformed(AllotRequest request) {
    StatusRuntimeException e =
        refused(
            () -> served.prefixes().allot(request),
            Status.Code.INVALID_ARGUMENT,
            ErrorReason.INVALID_ARGUMENT);
    return field(e);
  }

  @Test
  void a_field_from_the_future_is_refused_wherever_it_stands() {
    refused(
        () -> served.prefixes().allot(withUnknownField(steel(), 99)),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_ARGUMENT);
    refused(
        () ->
            served
                .prefixes()
                .allot(steel().toBuilder().setKeys(0, withUnknownField(key, 99)).build()),
        Status.Code.INVALID_ARGUMENT,
        ErrorReason.INVALID_ARGUMENT);
  }

  @Test
  void where_writing_is_not_allowed_nothing_is_changed_and_the_reason_is_told() throws Exception {
    String name = UUID.randomUUID().toString();
    Server server =
        InProcessServerBuilder.forName(name)
            .directExecutor()
            .addServices(
                NodeServices.of(
                    Operations.of(served.node), Caller.STRANGER.granted(Permission.READ)))
            .build()
            .start();
    ManagedChannel channel = InProcessChannelBuilder.forName(name).directExecutor().build();
    try {
      var prefixes = PrefixServiceGrpc.newBlockingStub(channel);
      StatusRuntimeException e =
          refused(
              () -> prefixes.allot(steel()),
              Status.Code.UNIMPLEMENTED,
              ErrorReason.INVALID_ARGUMENT);
      assertThat(e.getStatus().getDescription()).contains("--allow-remote-registration");
      refused(
          () -> prefixes.revoke(RevokeRequest.newBuilder().setPrefix(STEEL).build()),
          Status.Code.UNIMPLEMENTED,
          ErrorReason.INVALID_ARGUMENT);
      assertThat(prefixes.list(PrefixServiceListRequest.getDefaultInstance()).getPrefixesCount())
          .isEqualTo(2);
      assertThat(served.node.head().statements()).isZero();
    } finally {
      channel.shutdownNow();
      server.shutdownNow();
    }
  }

  @Test
  void allotted_prefixes_are_listed_by_pages() {
    for (int i = 0; i < 7; i++) {
      served.prefixes().allot(hosted("88.118." + i));
    }
    served.prefixes().allot(hosted("20.500.1"));
    List<String> seen = new ArrayList<>();
    String token = "";
    do {
      PrefixServiceListResponse page =
          served
              .prefixes()
              .list(
                  PrefixServiceListRequest.newBuilder()
                      .setBelow("88.118")
                      .setPageSize(3)
                      .setPageToken(token)
                      .build());
      page.getPrefixesList().forEach(prefix -> seen.add(prefix.getPrefix()));
      token = page.getNextPageToken();
    } while (!token.isEmpty());

    assertThat(seen).hasSize(7).isSorted().allMatch(prefix -> prefix.startsWith("88.118."));
    refused(
        () -> served.prefixes().list(PrefixServiceListRequest.newBuilder().setBelow("1.2").build()),
        Status.Code.FAILED_PRECONDITION,
        ErrorReason.NOT_AUTHORITATIVE);
  }

  @Test
  void the_log_is_read_with_delegations_among_the_records() {
    served.prefixes().allot(hosted(WEAVING));
    served.registration().assign(assign("88.118.9/CONE-1"));
    served.prefixes().suspend(suspend(WEAVING));
    List<Long> positions = new ArrayList<>();

    served
        .log()
        .readStatements(ReadStatementsRequest.getDefaultInstance())
        .forEachRemaining(response -> positions.add(response.getPosition()));

    assertThat(positions).containsExactly(0L, 1L, 2L);
  }
}
