package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RehearsalTest {
  @Test
  void every_command_whose_classes_are_to_be_archived_succeeds(@TempDir Path directory) {
    assertThat(Rehearsal.in(directory)).isEmpty();
  }
}
