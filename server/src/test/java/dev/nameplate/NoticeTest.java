package dev.nameplate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * NOTICE names what {@code nameplate.jar} contains, by the list that Maven writes at each build.
 */
final class NoticeTest {
  private static final Pattern LISTED =
      Pattern.compile("(?m)^ +([\\w.-]+:[\\w.-]+):jar:[^:\\s]+:(?:compile|runtime)\\b");
  private static final Pattern NAMED =
      Pattern.compile("(?m)^  ([\\w.-]+:[\\w.-]+) {2,}\\S.*? {2,}\\S.*$");

  @Test
  void notice_names_each_library_in_the_jar_with_licence_and_copyright_and_no_other()
      throws IOException {
    List<String> packed = firstGroups(LISTED, built("test-classes/runtime-dependencies.txt"));

    assertThat(packed).hasSizeGreaterThan(10);
    assertThat(firstGroups(NAMED, built("classes/META-INF/NOTICE")))
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(packed);
  }

  @Test
  void annotations_that_only_compilers_read_are_not_packed() throws IOException {
    assertThat(firstGroups(LISTED, built("test-classes/runtime-dependencies.txt")))
        .doesNotContain(
            "com.google.android:annotations",
            "com.google.code.findbugs:jsr305",
            "com.google.errorprone:error_prone_annotations",
            "com.google.guava:listenablefuture",
            "com.google.j2objc:j2objc-annotations",
            "io.grpc:grpc-context",
            "org.codehaus.mojo:animal-sniffer-annotations");
  }

  private static List<String> firstGroups(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }

  private static String built(String name) throws IOException {
    return Files.readString(Path.of("target", name));
  }
}
