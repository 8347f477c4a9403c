package dev.nameplate.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The sheets of recalls in the bundled sample, at the nodes of two companies. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SteelSheetTest {
  private static final String HEAT = "88.118.8/HEAT-260701-01";
  private static final String COIL = "88.118.8/PPGI-260706-004";

  private static final int PANELS_OF_THE_HEAT = 32;

  /** A party with its name and address in the columns behind it. */
  private static final String MILL = "88.118.8+";

  private static final String MAKER = "88.118.9+";

  @TempDir static Path directory;
  private Network network;

  @BeforeAll
  void steel_chain_of_two_companies() {
    network = Network.open(directory, SignatureSuite.ED25519_SHA256);
    network.allot();
    new SteelChain(network).assign();
    new Tracing(network).capture();
    network.mill().awaitProof();
    network.panelMaker().awaitProof();
  }

  @AfterAll
  void close() {
    network.close();
  }

  @Test
  void the_mill_lists_every_product_of_a_heat_with_the_panel_maker_as_seller() throws IOException {
    List<String> rows = rows(network.mill(), HEAT, "gbt34400");

    assertThat(rows.get(0))
        .isEqualTo(
            "标识|产品名称|品牌|型号规格|批次|生产日期|生产数量|生产数量单位|销售者|销售者名称|销售者地址|销售区域|收货日期|召回数量（至少）|召回数量（至多）|单位|受影响程度|备注");
    assertThat(rows)
        .contains(
            "88.118.8/HEAT-260701-01|炼钢炉次|冠州|SGCC|HEAT-260701-01|2026-07-01|118.5|TNE|"
                + MILL
                + "|山东省聊城市冠县|||||确定|已耗用，无可召回",
            "88.118.8/SLAB-260701-01-1|连铸板坯|冠州|230×1250×9800mm|HEAT-260701-01|2026-07-01|22.200|TNE|"
                + MILL
                + "|山东省聊城市冠县|||||确定|已耗用，无可召回",
            "88.118.8/HRC-260702-001|热轧卷|冠州|2.50×1250mm|HRC-260702-001|2026-07-02|21.778|TNE|"
                + MILL
                + "|山东省聊城市冠县|||||确定|已耗用，无可召回",
            "88.118.8/GI-260704-001|热镀锌卷|冠州|0.45×1250mm|GI-260704-001|2026-07-04|21.016|TNE|"
                + MILL
                + "|山东省聊城市冠县|||||确定|已耗用，无可召回",
            "88.118.8/PPGI-260706-001|彩涂卷|冠州|RAL 9002|PPGI-260706-001|2026-07-06|21.268|TNE|"
                + MAKER
                + "|山东省聊城市冠县|2026-07-08|21.268|21.268|TNE|确定|",
            "88.118.8/PPGI-260706-004|彩涂卷|冠州|RAL 6005|PPGI-260706-004|2026-07-06|21.556|TNE|"
                + MAKER
                + "|山东省聊城市冠县|2026-07-08|21.556|21.556|TNE|确定|");
    assertThat(notes(rows))
        .containsExactly(
            "说明 召回对象：88.118.8/HEAT-260701-01",
            "说明 截至日志位置*",
            "说明 确定受影响：17项；可能受影响：0项；由召回对象而来但未受影响（未列出）：0项",
            "说明 召回合计：至少86.510，至多86.510 TNE",
            "说明 完整：所查询节点的记录已全部列出",
            "说明 其他企业的后续加工和流转记录在其各自的节点");
    assertThat(rows).hasSize(1 + 17 + 6);
  }

  @Test
  void the_panel_maker_lists_customers_with_the_regions_of_their_shipments() throws IOException {
    List<String> rows = rows(network.panelMaker(), COIL, "gbt34400", "--sheet-language", "en");

    assertThat(rows)
        .contains(
            "88.118.8/PPGI-260706-004|彩涂卷|冠州|RAL 6005|PPGI-260706-004||||"
                + MAKER
                + "|山东省聊城市冠县|||||certain|no visible event made it; used up: nothing to recall",
            "88.118.9/PANEL-260710-0025|夹芯板|梨乡|聚氨酯 75mm|P260706-004|2026-07-10|||济南北部厂房二期|济南北部厂房二期|山东省济南市天桥区|山东省济南市天桥区|2026-07-12||||certain|no amount made is recorded; no amount is recorded",
            "88.118.9/PANEL-260710-0026|夹芯板|梨乡|岩棉 50mm|P260706-004|2026-07-10|||济南北部厂房二期|济南北部厂房二期|山东省济南市天桥区|山东省济南市天桥区|2026-07-12||||certain|no amount made is recorded; no amount is recorded");
    assertThat(notes(rows))
        .containsExactly(
            "Note Suspects: 88.118.8/PPGI-260706-004",
            "Note As of position*",
            "Note Items certainly affected: 9; possibly: 0; descended from a suspect but not affected, without rows: 0",
            "Note Rows without an amount: 8",
            "Note COMPLETE: everything recorded at the nodes asked is listed",
            "Note What other companies made of it or passed on is recorded at their nodes");
  }

  @Test
  void the_mills_events_have_a_row_for_each_lot_with_dates_and_parties() throws IOException {
    List<String> rows = rows(network.mill(), HEAT, "fsma204");

    assertThat(rows)
        .contains(
            "creation|88.118.8/HEAT-260701-01|炼钢炉次, 冠州, SGCC||118.5|TNE|||2026-07-01T02:07:00+08:00|||||||"
                + MILL
                + "|||certain|melting|88.118.8|ID|no location is recorded",
            "transformation|88.118.8/HEAT-260701-01|炼钢炉次, 冠州, SGCC|input|118.5|TNE|||2026-07-01T02:07:00+08:00|||||||"
                + MILL
                + "|||certain|casting|88.118.8|ID|no location is recorded",
            "transformation|88.118.8/SLAB-260701-01-2|连铸板坯, 冠州, 230×1250×9800mm|output|24.600|TNE|||2026-07-01T02:07:00+08:00|||||||"
                + MILL
                + "|||certain|casting|88.118.8|ID|no location is recorded",
            "shipping|88.118.8/PPGI-260706-002|彩涂卷, 冠州, RAL 5010||23.567|TNE|||2026-07-08T08:00:00+08:00|2026-07-08T08:00:00+08:00||"
                + MILL
                + "|"
                + MAKER
                + "|"
                + MILL
                + "|||certain|shipping|88.118.8|ID|no reference document is recorded; no location is recorded");
    assertThat(rows.stream().map(row -> row.replaceFirst("\\|.*", "")))
        .filteredOn(event -> !event.equals("Note"))
        .hasSize(1 + 1 + 1 + 4 + 4 * 2 * 3 + 4) // header, melting, casting, three steps, shipping
        .containsOnly("Critical tracking event", "creation", "transformation", "shipping");
    assertThat(notes(rows))
        .contains(
            "Note NOT COMPLETE. Gaps: 4. Items of which it is unknown how much each seller has: 0",
            "Note Gap: further events are at another company's node 88.118.8/PPGI-260706-001");
  }

  @Test
  void a_sheet_across_nodes_has_events_that_the_other_node_recorded_later() throws IOException {
    List<String> rows = rows(network.mill(), HEAT, "fsma204", "--recursive");

    assertThat(rows)
        .filteredOn(row -> row.startsWith("shipping|88.118.9/PANEL-"))
        .hasSize(PANELS_OF_THE_HEAT);
    assertThat(rows)
        .filteredOn(row -> row.startsWith("transformation|88.118.9/PANEL-"))
        .hasSize(PANELS_OF_THE_HEAT);
    assertThat(notes(rows)).contains("Note Nodes that were asked: 88.118.8, 88.118.9");
  }

  @Test
  void the_panel_makers_events_name_document_and_receiver() throws IOException {
    assertThat(rows(network.panelMaker(), COIL, "fsma204", "--sheet-language", "zh"))
        .contains(
            "加工|88.118.8/PPGI-260706-004|彩涂卷, 冠州, RAL 6005|投入|||||2026-07-10T11:55:00+08:00|||||||||||确定|panel-making|88.118.9|ID|数量未记录；未见生产事件；地点未记录",
            "加工|88.118.9/PANEL-260710-0025|夹芯板, 梨乡, 聚氨酯 75mm|产出|||||2026-07-10T11:55:00+08:00|||||||"
                + MAKER
                + "|||确定|panel-making|88.118.9|ID|数量未记录；地点未记录",
            "发货|88.118.9/PANEL-260710-0025|夹芯板, 梨乡, 聚氨酯 75mm||||||2026-07-12T11:30:00+08:00|2026-07-12T11:30:00+08:00||"
                + MAKER
                + "|济南北部厂房二期|济南北部厂房二期, 山东省济南市天桥区|"
                + MAKER
                + "|发运单|SHIP-260712-03|确定|shipping|88.118.9|ID|数量未记录；地点未记录");
  }

  @Test
  void a_coating_that_the_mill_hides_is_no_row_for_a_stranger() throws IOException {
    String hidden = "88.118.8/PPGI-260706-005";
    List<String> rows = new ArrayList<>(rows(network.mill(), hidden, "fsma204"));
    rows.addAll(rows(network.mill(), hidden, "gbt34400"));

    assertThat(rows)
        .noneMatch(row -> row.contains("coating") || row.contains("/GI-"))
        .anyMatch(row -> row.startsWith("shipping|" + hidden + "|"))
        .anyMatch(row -> row.startsWith(hidden + "|彩涂卷|") && row.contains("未见生产事件"));
  }

  private Path sheet(DemoNode at, String item, String kind, String... more) {
    Path file = directory.resolve("sheet.csv");
    List<Object> arguments =
        new ArrayList<>(
            List.of(
                "recall",
                item,
                "--node",
                at.connection().target(),
                "--anchor",
                directory.resolve("root.txt"),
                "--sheet",
                kind,
                "--out",
                file));
    arguments.addAll(List.of(more));
    Run.of(arguments.toArray()).ok();
    return file;
  }

  /** The rows, without ids of events, which the times of this test make, and short parties. */
  private List<String> rows(DemoNode at, String item, String kind, String... more)
      throws IOException {
    String text =
        Files.readString(sheet(at, item, kind, more), StandardCharsets.UTF_8).substring(1);
    return CsvReader.builder().ofCsvRecord(text).stream()
        .map(row -> String.join("|", row.getFields()).replaceAll("\\|[0-9a-f]{64}\\|", "|ID|"))
        .map(row -> row.replace("88.118.8|冠县示例钢厂|山东省聊城市冠县工业园示例路1号", MILL))
        .map(row -> row.replace("88.118.8|冠县示例钢厂, 山东省聊城市冠县工业园示例路1号", MILL))
        .map(row -> row.replace("88.118.9|冠县示例板材厂|山东省聊城市冠县开发区示例路2号", MAKER))
        .map(row -> row.replace("88.118.9|冠县示例板材厂, 山东省聊城市冠县开发区示例路2号", MAKER))
        .toList();
  }

  private static List<String> notes(List<String> rows) {
    return rows.stream()
        .filter(row -> row.startsWith("Note|") || row.startsWith("说明|"))
        .map(row -> row.replaceAll("\\|+", " ").replaceAll("(位置|position).*", "$1*"))
        .toList();
  }
}
