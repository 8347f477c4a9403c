package dev.nameplate.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.nameplate.assign.Assignment;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.NotAuthoritativeException;
import dev.nameplate.log.OperationId;
import dev.nameplate.log.Receipt;
import dev.nameplate.log.read.IndexedItems;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.record.Bytes;
import dev.nameplate.record.IdentifierRecord;
import dev.nameplate.record.Permissions;
import dev.nameplate.record.RecordValue;
import dev.nameplate.record.ValueData;
import dev.nameplate.record.ValueReference;
import dev.nameplate.resolve.Records.Search;
import dev.nameplate.template.ItemType;
import dev.nameplate.template.MetadataTemplate;
import dev.nameplate.template.TemplateValue;
import dev.nameplate.trust.chain.StatementVerifier;
import dev.nameplate.trust.chain.Verified;
import dev.nameplate.trust.statement.SignedStatement;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are found by the values of indexed items, as they are now. */
final class SearchTest {
  private static final Prefix MILL = Prefix.parse("88.118.8");
  private static final String TEMPLATE = "88.118.8/TEMPLATE-COIL";

  @TempDir private Path directory;
  private Node node;

  @BeforeEach
  void open_a_node_with_a_template() {
    node = open();
    String json =
        """
        {"items": [
          {"name": "lot", "type": "string", "indexed": true},
          {"name": "mass", "type": "number", "indexed": true},
          {"name": "made", "type": "date", "indexed": true},
          {"name": "heat", "type": "reference", "indexed": true},
          {"name": "seal", "type": "bytes", "indexed": true},
          {"name": "note", "type": "string"}]}
        """;
    node.registrar()
        .assign(
            Assignment.of(TEMPLATE)
                .value(RecordValue.of(1, MetadataTemplate.TYPE, new ValueData.Json(json))));
  }

  private Node open() {
    return Node.open(NodeConfig.in(directory.resolve("node")).authorityFor("88.118.8", "10.7"));
  }

  @AfterEach
  void close() {
    node.close();
  }

  private static Assignment coil(String name, String lot) {
    return Assignment.of("88.118.8/" + name).value(1, "lot", lot).template(TEMPLATE);
  }

  private static RecordValue named() {
    return TemplateValue.naming(new ValueReference(Identifier.parse(TEMPLATE), 1));
  }

  private List<String> found(Search search) {
    List<String> names = new ArrayList<>();
    String token = "";
    do {
      Records.Page page = node.records().search(search, 1000, token);
      page.entries().forEach(entry -> names.add(entry.value().identifier().toString()));
      token = page.nextToken();
    } while (!token.isEmpty());
    return names;
  }

  private List<String> lot(String lot) {
    return found(Search.text(MILL, "lot", lot));
  }

  @Test
  void a_record_with_many_versions_hides_none_behind_it() {
    for (String name : List.of("COIL-1", "COIL-1 B", "COIL-1A", "COIL-2")) {
      node.registrar().assign(coil(name, "L1"));
    }
    List<RecordValue> same = List.of(RecordValue.text(1, "lot", "L1"), named());
    for (int version = 1; version <= 30; version++) {
      node.registrar().update(Identifier.parse("88.118.8/COIL-1"), version, same, OperationId.NONE);
    }

    assertThat(lot("L1"))
        .containsExactly(
            "88.118.8/COIL-1", "88.118.8/COIL-1 B", "88.118.8/COIL-1A", "88.118.8/COIL-2");
  }

  @Test
  void records_are_found_in_canonical_order_with_statements_that_verify() {
    for (String name : List.of("b", "C", "A", "A/1", "a-9", "钢")) {
      node.registrar().assign(coil(name, "L1"));
    }
    node.registrar().assign(coil("other", "L2"));

    Records.Page page = node.records().search(Search.text(MILL, "LOT", "L1"), 10, "");

    assertThat(page.entries().stream().map(entry -> "" + entry.value().identifier()))
        .containsExactly(
            "88.118.8/A", "88.118.8/a-9", "88.118.8/A/1", "88.118.8/b", "88.118.8/C", "88.118.8/钢");
    StatementVerifier verifier = new StatementVerifier(node.anchors(), Clock.systemUTC());
    for (Verified<IdentifierRecord> entry : page.entries()) {
      Verified<IdentifierRecord> again =
          verifier.verify(
              SignedStatement.parse(entry.statement().encoded()), entry.value().identifier());
      assertThat(again).isEqualTo(entry);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STRING, lot, L-7",
    "NUMBER, mass, 21450.50",
    "DATE, made, 2026-01-31T08:00:00+08:00",
    "REFERENCE, heat, 88.118.8/heat-7",
    "BYTES, seal, 00ff",
  })
  void a_value_of_each_type_is_found_however_it_is_written(
      ItemType type, String item, String value) {
    node.registrar()
        .assign(
            coil("C1", "L-7")
                .value(RecordValue.of(2, "mass", new ValueData.Number("2.14505e4")))
                .value(3, "made", "2026-01-31T00:00:00Z")
                .value(RecordValue.reference(4, "heat", Identifier.parse("88.118.8/HEAT-7")))
                .value(RecordValue.of(5, "seal", ValueData.binary(Bytes.fromHex("00ff")))));
    ValueData data =
        switch (type) {
          case STRING, DATE -> ValueData.text(value);
          case NUMBER -> new ValueData.Number(value);
          case REFERENCE -> ValueData.reference(Identifier.parse(value));
          case BYTES -> ValueData.binary(Bytes.fromHex(value));
        };

    assertThat(found(new Search(MILL, item, type, data, false))).containsExactly("88.118.8/C1");
  }

  @Test
  void a_search_by_an_item_that_is_not_indexed_is_refused_with_the_items_that_are() {
    node.registrar().assign(coil("C1", "L1").value(6, "note", "n"));
    node.registrar().assign(Assignment.of("88.118.8/C2").value(1, "lot", "L1"));

    NotIndexedException misspelt = notIndexed(Search.text(MILL, "lott", "L1"));
    assertThat(misspelt.reason()).isEqualTo(ErrorReason.NOT_INDEXED);
    assertThat(misspelt)
        .hasMessage(
            "item: \"lott\"; did you mean `lot`? (expected: an item that a template of records"
                + " under 88.118.8 indexes: heat (reference), lot (string), made (date),"
                + " mass (number), seal (bytes))");
    assertThat(misspelt.indexed())
        .extracting(IndexedItems.Item::name)
        .containsExactly("heat", "lot", "made", "mass", "seal");
    assertThat(notIndexed(Search.text(MILL, "note", "n"))).hasMessageStartingWith("item: \"note\"");
    assertThat(
            notIndexed(new Search(MILL, "LOT", ItemType.DATE, ValueData.text("2026-01-31"), true)))
        .hasMessageStartingWith("item: \"LOT\" is a string, not a date (expected: ");
    assertThat(lot("L1")).containsExactly("88.118.8/C1"); // the other is of no template
    assertThat(lot("L2")).isEmpty();
  }

  @Test
  void where_nothing_is_indexed_a_search_says_so() {
    Prefix empty = Prefix.parse("10.7");
    assertThat(notIndexed(Search.text(empty, "lot", "L1")))
        .hasMessage(
            "item: \"lot\" (expected: an indexed item; no template of a record under 10.7 has"
                + " any)");

    node.registrar()
        .assign(Assignment.of("10.7/C").value(1, "lot", "L1").template(TEMPLATE)); // of elsewhere
    assertThat(found(Search.text(empty, "lot", "L1"))).containsExactly("10.7/C");
    assertThat(found(Search.text(empty, "lot", "L2"))).isEmpty();
  }

  private NotIndexedException notIndexed(Search search) {
    return catchThrowableOfType(NotIndexedException.class, () -> found(search));
  }

  @Test
  void a_value_is_found_as_it_is_written_whatever_its_type() {
    node.registrar()
        .assign(
            coil("C1", "451")
                .value(RecordValue.of(2, "mass", new ValueData.Number("2.14505e4")))
                .value(3, "made", "2026-01-31T00:00:00Z")
                .value(RecordValue.reference(4, "heat", Identifier.parse("88.118.8/HEAT-7")))
                .value(RecordValue.of(5, "seal", ValueData.binary(Bytes.fromHex("00ff")))));

    for (String[] written :
        new String[][] {
          {"lot", "451"},
          {"MASS", "21450.50"},
          {"made", "2026-01-31T08:00:00+08:00"},
          {"heat", "88.118.8/heat-7"},
          {"seal", "AP8="}
        }) {
      assertThat(found(Search.written(MILL, written[0], written[1], false)))
          .as(written[0])
          .containsExactly("88.118.8/C1");
    }
    assertThat(found(Search.written(MILL, "mass", "452", false))).isEmpty();
  }

  @Test
  void that_earlier_versions_of_a_template_do_not_index_an_item_is_told() {
    String template = "88.118.8/TEMPLATE-ROD";
    RecordValue first = template(1, "\"name\": \"batch\", \"type\": \"string\"");
    RecordValue second =
        template(2, "\"name\": \"batch\", \"type\": \"string\", \"indexed\": true");
    node.registrar().assign(Assignment.of(template).value(first));
    node.registrar()
        .assign(Assignment.of("88.118.8/ROD").value(1, "batch", "B1").template(template));
    assertThat(notIndexed(Search.text(MILL, "batch", "B1"))).isNotNull();
    node.registrar()
        .update(Identifier.parse(template), 1, List.of(first, second), OperationId.NONE);

    Records.Page page = node.records().search(Search.text(MILL, "batch", "B1"), 10, "");

    assertThat(page.entries()).isEmpty();
    assertThat(page.partly()).extracting(Records.Partly::since).containsExactly(2L);
  }

  private static RecordValue template(long version, String item) {
    return RecordValue.of(
        version, MetadataTemplate.TYPE, new ValueData.Json("{\"items\": [{" + item + "}]}"));
  }

  @Test
  void a_page_that_looks_for_an_index_reads_a_bounded_number_of_records() {
    CompletableFuture.allOf(
            IntStream.range(0, 5_100) // more than a page reads, before the template
                .mapToObj(
                    i ->
                        node.registrar()
                            .assignAsync(
                                Assignment.of(String.format("88.118.8/C%05d", i))
                                    .value(1, "lot", "L1")))
                .toArray(CompletableFuture<?>[]::new))
        .join();

    Records.Page first = node.records().search(Search.text(MILL, "lot", "L1"), 10, "");
    Records.Page second =
        node.records().search(Search.text(MILL, "lot", "L1"), 10, first.nextToken());

    assertThat(first.entries()).isEmpty();
    assertThat(first.nextToken()).isNotEmpty();
    assertThat(second.entries()).isEmpty();
    assertThat(second.nextToken()).isEmpty();
    assertThat(lot("L1")).isEmpty();
    assertThat(notIndexed(Search.text(MILL, "lost", "L1"))).isNotNull();
  }

  @Test
  void a_page_of_a_list_passes_over_a_bounded_number_of_retired_records() {
    List<CompletableFuture<Receipt>> written = new ArrayList<>();
    for (int i = 0; i < 2_100; i++) {
      Identifier coil = Identifier.parse(String.format("88.118.8/C%05d", i));
      written.add(node.registrar().assignAsync(Assignment.of(coil)));
      written.add(node.registrar().retireAsync(coil, 1, OperationId.NONE));
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new)).join();
    Records.Filter all = Records.Filter.under(MILL);

    Records.Page first = node.records().list(all, 10, "");
    Records.Page second = node.records().list(all, 10, first.nextToken());

    assertThat(first.entries()).isEmpty();
    assertThat(first.nextToken()).isNotEmpty();
    assertThat(second.entries())
        .extracting(entry -> entry.value().identifier().toString())
        .containsExactly(TEMPLATE);
    assertThat(second.nextToken()).isEmpty();
    assertThat(node.records().list(new Records.Filter(MILL, "", true), 10, "").entries())
        .hasSize(10);
  }

  @Test
  void what_was_changed_or_retired_is_no_longer_found() {
    node.registrar().assign(coil("C1", "L1"));
    node.registrar().assign(coil("C2", "L1"));
    node.registrar().assign(coil("C3", "L1"));
    Identifier changed = Identifier.parse("88.118.8/C1");
    node.registrar()
        .update(changed, 1, List.of(RecordValue.text(1, "lot", "L2"), named()), OperationId.NONE);
    node.registrar().retire(Identifier.parse("88.118.8/C2"), 1, OperationId.NONE);

    assertThat(lot("L1")).containsExactly("88.118.8/C3");
    assertThat(lot("L2")).containsExactly("88.118.8/C1");

    node.registrar()
        .update(changed, 2, List.of(RecordValue.text(1, "lot", "L1"), named()), OperationId.NONE);
    assertThat(lot("L1")).containsExactly("88.118.8/C1", "88.118.8/C3");
    assertThat(lot("L2")).isEmpty();
  }

  @Test
  void a_restricted_value_is_found_only_by_those_who_may_see_it() {
    node.registrar()
        .assign(
            Assignment.of("88.118.8/C1")
                .value(RecordValue.text(1, "lot", "L1").withPermissions(Permissions.RESTRICTED))
                .template(TEMPLATE));
    node.registrar().assign(coil("C2", "L1"));
    ValueData value = ValueData.text("L1");

    assertThat(found(new Search(MILL, "lot", ItemType.STRING, value, true)))
        .containsExactly("88.118.8/C1", "88.118.8/C2");
    assertThat(found(new Search(MILL, "lot", ItemType.STRING, value, false)))
        .containsExactly("88.118.8/C2");
  }

  @Test
  void pages_follow_each_other_without_gap_or_repeat() {
    CompletableFuture.allOf(
            IntStream.range(0, 57)
                .mapToObj(i -> node.registrar().assignAsync(coil("C" + i, "L1")))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    List<String> paged = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      Records.Page page = node.records().search(Search.text(MILL, "lot", "L1"), 10, token);
      assertThat(page.entries().size()).isLessThanOrEqualTo(10);
      page.entries().forEach(entry -> paged.add("" + entry.value().identifier()));
      token = page.nextToken();
      pages++;
    } while (!token.isEmpty());

    assertThat(pages).isEqualTo(6);
    assertThat(paged).isEqualTo(lot("L1")).doesNotHaveDuplicates().hasSize(57);
  }

  @Test
  void a_page_looks_at_a_bounded_number_of_rows() {
    int many = 10_050; // more than a page looks at
    Identifier[] coils =
        IntStream.range(0, many)
            .mapToObj(i -> Identifier.parse(String.format("88.118.8/C%05d", i)))
            .toArray(Identifier[]::new);
    List<CompletableFuture<Receipt>> written = new ArrayList<>();
    for (Identifier coil : coils) {
      written.add(
          node.registrar()
              .assignAsync(Assignment.of(coil).value(1, "lot", "L1").template(TEMPLATE)));
      written.add(node.registrar().retireAsync(coil, 1, OperationId.NONE));
    }
    CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new)).join();
    node.registrar().assign(coil("Z", "L1"));

    Records.Page first = node.records().search(Search.text(MILL, "lot", "L1"), 10, "");
    Records.Page second =
        node.records().search(Search.text(MILL, "lot", "L1"), 10, first.nextToken());

    assertThat(first.entries()).isEmpty();
    assertThat(first.nextToken()).isNotEmpty();
    assertThat(second.entries()).hasSize(1);
    assertThat(second.nextToken()).isEmpty();
  }

  @Test
  void bad_questions_are_refused() {
    Search wrong = new Search(MILL, "made", ItemType.DATE, ValueData.text("yesterday"), true);
    Search lot = Search.text(MILL, "lot", "L1");

    assertThatThrownBy(() -> node.records().search(wrong, 10, ""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("value: \"yesterday\" (expected: a date)");
    assertThatThrownBy(() -> node.records().search(lot, 0, "")).hasMessageContaining("page_size");
    assertThatThrownBy(() -> node.records().search(lot, 1001, ""))
        .hasMessageContaining("page_size");
    assertThatThrownBy(() -> node.records().search(lot, 10, "%"))
        .hasMessageContaining("page_token");
    assertThatThrownBy(
            () -> node.records().search(Search.text(Prefix.parse("10.9"), "lot", "L"), 1, ""))
        .isInstanceOf(NotAuthoritativeException.class);
  }

  /** The same random writes on a node and on sets in memory, over restarts. */
  @Test
  void a_search_finds_what_a_model_finds() {
    for (long seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      String run = "S" + seed + "-";
      List<TreeSet<String>> model = new ArrayList<>();
      IntStream.range(0, 4).forEach(lot -> model.add(new TreeSet<>()));
      long[] versions = new long[12];
      boolean[] retired = new boolean[12];
      for (int step = 0; step < 150; step++) {
        int coil = random.nextInt(12);
        int lot = random.nextInt(4);
        Identifier identifier = Identifier.parse("88.118.8/" + run + (char) ('a' + coil));
        if (retired[coil]) {
          continue;
        }
        List<RecordValue> values = List.of(RecordValue.text(1, "lot", run + lot), named());
        model.forEach(set -> set.remove(identifier.toString()));
        if (versions[coil] == 0) {
          node.registrar().assign(Assignment.of(identifier).values(values));
        } else if (random.nextInt(12) == 0) {
          node.registrar().retire(identifier, versions[coil], OperationId.NONE);
          retired[coil] = true;
        } else {
          node.registrar().update(identifier, versions[coil], values, OperationId.NONE);
        }
        versions[coil]++;
        if (!retired[coil]) {
          model.get(lot).add(identifier.toString());
        }
        if (random.nextInt(40) == 0) {
          node.close();
          node = open();
        }
        assertThat(lot(run + lot))
            .as("seed %s, step %s", seed, step)
            .containsExactlyElementsOf(model.get(lot));
      }
    }
  }
}
