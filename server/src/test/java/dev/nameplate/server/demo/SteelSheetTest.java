package dev.nameplate.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.nameplate.server.cli.Run;
import dev.nameplate.trust.key.SignatureSuite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
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
  void show() throws IOException {
    for (String kind : List.of("gbt34400", "fsma204")) {
      for (String language : List.of("zh", "en")) {
        System.out.println(text(sheet(network.mill(), HEAT, kind, "--sheet-language", language)));
        System.out.println(
            text(sheet(network.panelMaker(), COIL, kind, "--sheet-language", language)));
      }
    }
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

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  static Stream<NamedCsvRecord> rows(Path file) throws IOException {
    String text = text(file);
    assertThat(text).startsWith("\uFEFF");
    return CsvReader.builder().ofNamedCsvRecord(text.substring(1)).stream();
  }
}
