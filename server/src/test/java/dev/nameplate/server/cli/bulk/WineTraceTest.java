package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.server.NodeServer;
import dev.nameplate.server.ServerConfig;
import dev.nameplate.server.cli.input.SourceFile;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.TrustAnchors;
import dev.nameplate.trust.statement.SignedStatement;
import dev.nameplate.v1.Outcome;
import dev.nameplate.v1.ResolutionServiceGrpc;
import dev.nameplate.v1.ResolutionServiceGrpc.ResolutionServiceBlockingStub;
import dev.nameplate.v1.ResolveRequest;
import dev.nameplate.v1.ResolveResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two real enterprises, 19 tables: imported by the command, over gRPC, into a fresh node; resolved
 * over gRPC, and verified with nothing but the text of the node's anchor.
 */
class WineTraceTest {
  private static final String PREFIX = "88.608.24061301";
  private static final List<String> WITH_OWN_CODE =
      List.of(
          "supplier",
          "raw_material_batch",
          "koji_making",
          "brew",
          "blend",
          "package",
          "bottle_of_wine",
          "box_wine",
          "production_warehousing",
          "outbound_order",
          "receipt",
          "dealer_shipment");

  private static @TempDir Path directory;
  private static NodeServer server;
  private static ManagedChannel channel;
  private static CommandLineRun imported;
  private static StatementVerifier verifier;

  @BeforeAll
  static void import_everything() {
    Optional<Path> samples = Samples.wineTrace();
    assumeTrue(
        samples.isPresent(),
        "the liquor tables are not here: put them in ../shared/samples/wine-trace, or name their parent with"
            + " -Dnameplate.samples=DIR");
    server =
        NodeServer.start(
            ServerConfig.onPort(0), NodeConfig.in(directory.resolve("node")).authorityFor(PREFIX));
    imported =
        CommandLineRun.of(
            "import",
            samples.get().toString(),
            "--mapping",
            "wine-trace",
            "--json",
            "--node",
            "127.0.0.1:" + server.port());
    channel = NettyChannelBuilder.forAddress("127.0.0.1", server.port()).usePlaintext().build();
    verifier =
        new StatementVerifier(
            TrustAnchors.parse(server.node().anchor().toString(), "anchor"), Clock.systemUTC());
  }

  @AfterAll
  static void close() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  @Test
  void every_row_of_the_tables_with_a_code_of_their_own_is_assigned() {
    assertThat(imported.exitCode()).as(imported.err()).isZero();
    assertThat(imported.outLines())
        .hasSize(codes().size())
        .allMatch(line -> line.contains("\"replayed\":false"));
    assertThat(codes()).hasSize(98);
    assertThat(imported.err()).contains("\"assigned\":98").contains("\"refused\":0");
  }

  @Test
  void every_record_resolves_and_verifies_offline() {
    for (String code : codes()) {
      assertThat(resolve(code).identifier().suffix().toString()).isEqualTo(code);
    }
  }

  @Test
  void columns_are_values_with_their_chinese_names() {
    assertThat(resolve("BLD001").values())
        .extracting(value -> value.index() + " " + value.type() + " " + text(value.data()))
        .containsExactly(
            "2000 勾兑批次 BLD001",
            "2001 成品酒名称 成品白酒",
            "2002 勾兑日期 2024-06-17",
            "2003 勾兑数量 160.21L",
            "2004 结存数量 12.8L",
            "2005 搅拌时间（分钟） 30",
            "2006 储存位置 天翼包材库",
            "2007 关联包装批次 -> PKG001",
            "2008 关联酿造批次 -> BRW001");
  }

  @Test
  void a_bottle_leads_to_its_supplier() {
    String at = "BTL001";
    List<String> way = new ArrayList<>(List.of(at));
    for (String type : List.of("关联包装批次", "关联勾兑批次", "关联酿造批次", "关联制曲批次", "关联原料批次", "关联供应商")) {
      at = references(at, type).get(0);
      way.add(at);
    }
    assertThat(way)
        .containsExactly("BTL001", "PKG001", "BLD001", "BRW001", "QMB001", "RMB001", "SUP001");
  }

  @Test
  void link_tables_lead_the_other_way() {
    assertThat(references("SUP001", "关联原料批次")).containsExactly("RMB001", "RMB002");
    assertThat(references("PKG001", "关联瓶码")).hasSize(30).startsWith("BTL001");
    assertThat(references("CASE001", "关联瓶码")).hasSize(6).endsWith("BTL006");
    assertThat(references("TSQ202406264", "关联箱码")).containsExactly("CASE009", "CASE0010");
  }

  @Test
  void a_reference_to_a_missing_row_stays_a_reference_and_a_code_without_a_table_stays_text() {
    assertThat(references("RMB002", "关联供应商")).containsExactly("SUP002");
    assertThat(ask("SUP002").getOutcome()).isEqualTo(Outcome.OUTCOME_ABSENT);
    assertThat(resolve("BTL001").values())
        .extracting(value -> text(value.data()))
        .contains("CODE2115385546801");
  }

  @Test
  void importing_again_only_repeats_the_receipts() {
    long before = server.node().head().statements();
    CommandLineRun again =
        CommandLineRun.of(
            "import",
            Samples.wineTrace().orElseThrow().toString(),
            "--mapping",
            "wine-trace",
            "--json",
            "--node",
            "127.0.0.1:" + server.port());

    assertThat(again.exitCode()).isZero();
    assertThat(again.outLines()).hasSize(98).allMatch(line -> line.contains("\"replayed\":true"));
    assertThat(server.node().head().statements()).isEqualTo(before);
  }

  private static List<String> references(String code, String type) {
    return resolve(code).values().stream()
        .filter(value -> value.hasType(type))
        .map(RecordValue::data)
        .map(data -> ((ValueData.Reference) data).to().identifier().suffix().toString())
        .toList();
  }

  private static String text(ValueData data) {
    if (data instanceof ValueData.Reference reference) {
      return "-> " + reference.to().identifier().suffix();
    }
    return data instanceof ValueData.Number number ? number.text() : ((ValueData.Text) data).text();
  }

  private static IdentifierRecord resolve(String code) {
    ResolveResponse answer = ask(code);
    assertThat(answer.getOutcome()).as(code).isEqualTo(Outcome.OUTCOME_FOUND);
    return verifier
        .verify(
            SignedStatement.fromProto(answer.getStatement()), Identifier.parse(PREFIX + "/" + code))
        .value();
  }

  private static ResolveResponse ask(String code) {
    ResolutionServiceBlockingStub resolution = ResolutionServiceGrpc.newBlockingStub(channel);
    return resolution.resolve(
        ResolveRequest.newBuilder().setIdentifier(PREFIX + "/" + code).build());
  }

  /** The first column of every table with codes, read without any of the code under test. */
  private static List<String> codes() {
    List<String> codes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Samples.wineTrace().orElseThrow())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (WITH_OWN_CODE.contains(SourceFile.nameOf(file).replace(".csv", ""))) {
          Files.readAllLines(file).stream()
              .skip(1)
              .map(line -> line.substring(0, line.indexOf(',')))
              .forEach(codes::add);
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return codes;
  }
}
