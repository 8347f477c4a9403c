package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Holds the README's example against the test that runs it. */
class ReadmeTest {
  private static final Path TEST = Path.of("src/test/java/dev/nameplate/node/NodeTest.java");

  @Test
  void the_readme_shows_the_example_that_is_tested() throws IOException {
    List<String> tested = between(Files.readAllLines(TEST), "// region embed", "// endregion");
    List<String> shown = between(Files.readAllLines(Path.of("../README.md")), "```java", "```");
    assertThat(words(shown)).isEqualTo(words(tested) + " }").contains("Node.open");
  }

  private static List<String> between(List<String> lines, String first, String last) {
    int start = lines.stream().map(String::strip).toList().indexOf(first) + 1;
    assertThat(start).as(first).isPositive();
    return lines.stream().skip(start).takeWhile(line -> !line.strip().equals(last)).toList();
  }

  /** The text with line breaks and indentation folded, which the formatter chooses. */
  private static String words(List<String> lines) {
    return String.join(" ", lines).replaceAll("\\s+", " ").replaceAll(" ?([.()]) ?", "$1").strip();
  }
}
