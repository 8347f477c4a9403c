package dev.nameplate.identifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrefixTest {
  @ParameterizedTest(name = "{0} contains {1}: {2}")
  @CsvSource({
    "88.1,      88.1,       true",
    "88.1,      88.1.2,     true",
    "88.1,      88.1.2.3,   true",
    "88,        88.118.8,   true",
    "0.NA,      0.na.x,     true",
    "0.na,      0.NA,       true",
    "88.1,      88.11,      false",
    "88.1,      88.11.2,    false",
    "88.1,      88,         false",
    "88.1.2,    88.1,       false",
    "8,         88,         false",
    "88.1,      89.1,       false",
    "88.1,      188.1,      false",
    "88.101.42, 88.101.0042, false",
  })
  void a_prefix_contains_itself_and_those_below_it_label_by_label(
      String above, String below, boolean contains) {
    assertThat(Prefix.parse(above).contains(Prefix.parse(below))).isEqualTo(contains);
  }

  @Test
  void containment_is_that_of_the_lists_of_labels() {
    RandomTexts.forEachSeed(
        10_000,
        random -> {
          Prefix a = RandomTexts.prefix(random);
          Prefix b =
              random.nextBoolean()
                  ? RandomTexts.prefix(random)
                  : Prefix.parse(a + "." + RandomTexts.prefix(random));
          assertThat(a.contains(b)).isEqualTo(startsWith(b.labels(), a.labels()));
          assertThat(b.contains(a)).isEqualTo(startsWith(a.labels(), b.labels()));
        });
  }

  @Test
  void the_parent_is_one_label_shorter_and_contains_the_prefix() {
    RandomTexts.forEachSeed(
        10_000,
        random -> {
          Prefix prefix = RandomTexts.prefix(random);
          List<String> labels = prefix.labels();
          assertThat(prefix.parent().isPresent()).isEqualTo(labels.size() > 1);
          prefix
              .parent()
              .ifPresent(
                  parent -> {
                    assertThat(parent.labels()).isEqualTo(labels.subList(0, labels.size() - 1));
                    assertThat(parent)
                        .isEqualTo(Prefix.parse(parent.toString()))
                        .isLessThan(prefix);
                    assertThat(parent.contains(prefix)).isTrue();
                    assertThat(prefix.toString()).startsWith(parent + ".");
                  });
        });
  }

  @Test
  void the_parent_keeps_the_form_written() {
    assertThat(Prefix.parse("0.NA.X").parent())
        .hasValueSatisfying(parent -> assertThat(parent).hasToString("0.NA"));
    assertThat(Prefix.parse("88").parent()).isEmpty();
  }

  @Test
  void prefixes_that_differ_are_not_equal() {
    assertThat(Prefix.parse("0.NA")).isEqualTo(Prefix.parse("0.na"));
    assertThat(Prefix.parse("0.NA")).isNotEqualTo(Prefix.parse("0.NB")).isNotEqualTo("0.NA");
  }

  @Test
  void labels_are_those_of_the_canonical_form() {
    assertThat(Prefix.parse("0.NA.X").labels()).containsExactly("0", "na", "x");
    assertThat(Prefix.parse("88").labels()).containsExactly("88");
  }

  private static boolean startsWith(List<String> labels, List<String> start) {
    return labels.size() >= start.size() && labels.subList(0, start.size()).equals(start);
  }
}
