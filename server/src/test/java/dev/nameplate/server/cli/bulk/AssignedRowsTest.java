package dev.nameplate.server.cli.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class AssignedRowsTest {
  private final AssignedRows rows = new AssignedRows(3);

  @Test
  void each_position_leads_to_its_row() {
    rows.add(10, new Place("a.csv", 2));
    rows.add(11, new Place("a.csv", 3));
    rows.add(12, new Place("a.csv", 5)); // line 4 was refused
    rows.add(20, new Place("b.csv", 2)); // somebody else wrote, too

    assertThat(rows.at(10)).contains(new Place("a.csv", 2));
    assertThat(rows.at(11)).contains(new Place("a.csv", 3));
    assertThat(rows.at(12)).contains(new Place("a.csv", 5));
    assertThat(rows.at(20)).contains(new Place("b.csv", 2));
    assertThat(rows.at(9)).isEmpty();
    assertThat(rows.at(13)).isEmpty();
    assertThat(rows.at(21)).isEmpty();
  }

  @Test
  void ten_million_rows_of_a_sound_file_take_one_entry() {
    AssignedRows one = new AssignedRows(1);
    for (int i = 0; i < 10_000_000; i++) {
      one.add(i, new Place("a.csv", i + 2));
    }

    assertThat(one.at(9_999_999)).contains(new Place("a.csv", 10_000_001));
  }

  @Test
  void beyond_the_bound_nothing_wrong_is_said() {
    for (int i = 0; i < 10; i++) {
      rows.add(2L * i, new Place("a.csv", i + 2));
    }

    assertThat(rows.at(4)).contains(new Place("a.csv", 4));
    assertThat(rows.at(6)).isEmpty();
    assertThat(rows.at(18)).isEmpty();
  }
}
