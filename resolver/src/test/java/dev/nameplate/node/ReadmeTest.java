package dev.nameplate.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles and runs the example that the README shows. */
class ReadmeTest {
  @TempDir Path scratch;

  @Test
  void the_example_of_the_readme_runs_twice_and_shows_a_value() throws Exception {
    compile(example());
    for (int run = 1; run <= 2; run++) {
      assertThat(run(scratch.resolve("node"))).isEqualTo("https://mill.example/coils/451");
    }
  }

  private static String example() throws IOException {
    List<String> readme = Files.readAllLines(Path.of("../README.md"));
    int start = readme.indexOf("```java") + 1;
    assertThat(start).isPositive();
    return String.join(
        "\n", readme.subList(start, start + readme.subList(start, readme.size()).indexOf("```")));
  }

  private void compile(String example) throws IOException {
    Path source = scratch.resolve("Example.java");
    Files.writeString(
        source,
        """
        import dev.nameplate.assign.*;
        import dev.nameplate.node.*;
        import dev.nameplate.resolve.*;

        public class Example {
          public static void run(java.nio.file.Path directory) {
            %s
          }
        }
        """
            .formatted(example));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                said,
                said,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                scratch.toString(),
                source.toString());
    assertThat(code).as(said.toString(StandardCharsets.UTF_8)).isZero();
  }

  private String run(Path directory) throws Exception {
    PrintStream before = System.out;
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
    try (URLClassLoader classes = new URLClassLoader(new URL[] {scratch.toUri().toURL()})) {
      classes.loadClass("Example").getMethod("run", Path.class).invoke(null, directory);
    } finally {
      System.setOut(before);
    }
    return shown.toString(StandardCharsets.UTF_8).strip();
  }
}
