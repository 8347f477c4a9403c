package dev.nameplate.server.cli.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.identifier.Identifier;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.cli.output.Terminal;
import dev.nameplate.v1.ResolveResponse;
import dev.nameplate.v1.Source;
import dev.nameplate.wire.SentAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ResolvedViewTest {
  private static ResolvedView view(Source source, int ttl) {
    Answer answer =
        Answer.absent(
            Identifier.parse("88.118.8/X"),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());
    return new ResolvedView(
        new LinkedAnswers(List.of(), answer, List.of()),
        AnswerView.whole(answer),
        new SentAnswer(ResolveResponse.newBuilder().setSource(source).setTtlSeconds(ttl).build()),
        new RouteView(List.of(), Duration.ZERO),
        Optional.empty());
  }

  private static Output colours() {
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]), out, out, Map.of(), true, Optional.empty());
    return new Output(terminal, false);
  }

  @Test
  void a_stale_answer_stands_out() {
    assertThat(view(Source.SOURCE_STALE, 30).lines(colours()))
        .anyMatch(line -> line.contains("\u001b[33mSTALE\u001b["));
    assertThat(view(Source.SOURCE_STALE, 30).json().path("source").asText()).isEqualTo("stale");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "119, 119 s",
    "120, 2 min",
    "7199, 119 min",
    "7200, 2 h",
    "172800, 2 days",
    "-1, 49710 days"
  })
  void the_time_that_is_left_is_told_in_words(int seconds, String words) {
    assertThat(view(Source.SOURCE_OWN, seconds).lines(colours()))
        .anyMatch(line -> line.endsWith("may be reused for " + words));
  }
}
