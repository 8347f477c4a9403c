package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.InvalidInputException;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.record.Permissions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappingReaderTest {
  private static final String TABLE =
      "{'prefix':'88.118.8','tables':[{'file':'a.csv','suffix':'{卷号}',%s}]}";

  @Test
  void indexes_count_up_from_2000_unless_told_otherwise() {
    Mapping mapping =
        read(
            String.format(
                TABLE,
                "'values':[{'column':'a','type':'甲'},{'column':'b','type':'乙'},"
                    + "{'column':'c','type':'丙','index':2500},{'column':'d','type':'丁'}]"));

    assertThat(mapping.tables().get(0).values())
        .extracting(ValueMapping::index)
        .containsExactly(2000L, 2001L, 2500L, 2501L);
  }

  @Test
  void a_prefix_from_outside_stands_in_for_those_of_the_mapping() {
    String json =
        "{'prefix':'88.118.8','tables':[{'file':'a','suffix':'{x}'},{'file':'b','suffix':'{x}','prefix':'88.118.9'}]}";

    assertThat(read(json).tables())
        .extracting(table -> table.prefix().orElseThrow().toString())
        .containsExactly("88.118.8", "88.118.9");
    assertThat(
            MappingReader.read("m", json.replace('\'', '"'), Optional.of(Prefix.parse("88.200.1")))
                .tables())
        .allMatch(table -> table.prefix().orElseThrow().toString().equals("88.200.1"));
  }

  @Test
  void a_restricted_column_is_not_for_everyone() {
    Mapping mapping =
        read(String.format(TABLE, "'values':[{'column':'成本','type':'成本','restricted':true}]"));

    assertThat(mapping.tables().get(0).values().get(0).permissions())
        .isEqualTo(Permissions.RESTRICTED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          unknown field of a value      | 'values':[{'column':'a','type':'t'},{'column':'b','colum':'a','type':'t'}]     | m.tables[0].values[1].colum
          unknown field of a table      | 'value':[]                                                    | m.tables[0].value
          unknown field of a link       | 'links':[{'file':'l','keys':'k'}]                             | m.tables[0].links[0].keys
          value without a column        | 'values':[{'type':'t'}]                                       | m.tables[0].values[0].column
          value without a type          | 'values':[{'column':'a'}]                                     | m.tables[0].values[0].type
          empty type                    | 'values':[{'column':'a','type':''}]                           | m.tables[0].values[0].type
          unknown kind                  | 'values':[{'column':'a','type':'t','kind':'date'}]            | m.tables[0].values[0].kind
          reference without a target    | 'values':[{'column':'a','type':'t','kind':'reference'}]       | m.tables[0].values[0].target
          target of a text              | 'values':[{'column':'a','type':'t','target':'{value}'}]       | m.tables[0].values[0].target
          unclosed brace in a target    | 'values':[{'column':'a','type':'t','kind':'reference','target':'{value'}] | m.tables[0].values[0].target
          index zero                    | 'values':[{'column':'a','type':'t','index':0}]                | m.tables[0].values[0].index
          index as text                 | 'values':[{'column':'a','type':'t','index':'1'}]              | m.tables[0].values[0].index
          the same index twice          | 'values':[{'column':'a','type':'t','index':1},{'column':'b','type':'t','index':1}] | m.tables[0].values
          list without an index         | 'values':[{'column':'a','type':'t','separator':';'}]          | m.tables[0].values[0].index
          ttl of more than a year       | 'values':[{'column':'a','type':'t','ttl':31536001}]           | m.tables[0].values[0].ttl
          restricted as text            | 'values':[{'column':'a','type':'t','restricted':'yes'}]       | m.tables[0].values[0].restricted
          link without an index         | 'links':[{'file':'l','key':'k','column':'c','type':'t','target':'{value}'}] | m.tables[0].links[0].index
          identifier beside suffix      | 'identifier':'{id}'                                           | m.tables[0].suffix
          unknown charset               | 'charset':'GBX'                                               | m.tables[0].charset
          delimiter of two characters   | 'delimiter':';;'                                              | m.tables[0].delimiter
          values that are no array      | 'values':{}                                                   | m.tables[0].values
          prefix with a space           | 'prefix':'88 118'                                             | m.tables[0].prefix
          """)
  void a_mapping_with_a_mistake_is_refused_with_the_path_of_the_field(
      String why, String fields, String path) {
    assertThatThrownBy(() -> read(String.format(TABLE, fields)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(
            "(?s)(\\Q"
                + path
                + "\\E: .*expected: .*|unknown field `\\Q"
                + path
                + "\\E`(; did you mean .*| \\(expected: .*))");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          bad template       | {'tables':[{'prefix':'1','file':'a','suffix':'{}'}]}         | m.tables[0].suffix
          empty template     | {'tables':[{'prefix':'1','file':'a','suffix':''}]}           | m.tables[0].suffix
          no prefix anywhere | {'tables':[{'file':'a','suffix':'{x}'}]}                     | m.tables[0].prefix
          no table           | {'tables':[]}                                                | m.tables
          no file            | {'tables':[{'prefix':'1','suffix':'{x}'}]}                   | m.tables[0].file
          a field twice      | {'prefix':'1','prefix':'2','tables':[]}                      | m: "line 1
          not JSON           | {'tables':[}                                                 | m: "line 1
          not an object      | []                                                           | m:
          more behind it     | {'tables':[]} {}                                             | m: "line 1
          """)
  void a_mapping_that_cannot_be_read_is_refused(String why, String json, String start) {
    assertThatThrownBy(() -> read(json))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(start);
  }

  @Test
  void a_mapping_is_named_or_a_file(@TempDir Path directory) throws Exception {
    assertThat(Mapping.load("wine-trace", Optional.empty()).tables()).hasSize(12);
    assertThatThrownBy(() -> Mapping.load("beer-trace", Optional.empty()))
        .hasMessageContaining("wine-trace");
    assertThatThrownBy(() -> Mapping.load(directory.resolve("m.json").toString(), Optional.empty()))
        .hasMessageStartingWith("mapping: ");
    Files.write(directory.resolve("m.json"), new byte[] {'{', (byte) 0xC3, '}'});
    assertThatThrownBy(() -> Mapping.load(directory.resolve("m.json").toString(), Optional.empty()))
        .hasMessageContaining("UTF-8");
  }

  private static Mapping read(String json) {
    return MappingReader.read("m", json.replace('\'', '"'), Optional.empty());
  }
}
