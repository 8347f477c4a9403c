package dev.nameplate.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.EventSource;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.log.read.LoggedEvents.Logged;
import dev.nameplate.log.read.LoggedEvents.Piece;
import dev.nameplate.record.Bytes;
import dev.nameplate.trust.statement.RecordedEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What was just committed is derived from memory, as it stands in the log. */
class OfferedTest {
  private final Offered offered = new Offered();

  @Test
  void pieces_that_follow_each_other_are_given_together_and_split_where_it_is_enough() {
    offered.add(piece(10, 14, 11, 12));
    offered.add(piece(14, 20, 14, 15, 19));

    assertThat(offered.begin()).isEqualTo(10);
    Piece first = offered.take(10, 6).orElseThrow(); // an event with one item counts two
    assertThat(positions(first)).containsExactly(11L, 12L, 14L);
    assertThat(first.end()).isEqualTo(15);
    Piece rest = offered.take(15, 100).orElseThrow();
    assertThat(positions(rest)).containsExactly(15L, 19L);
    assertThat(rest.end()).isEqualTo(20);
    assertThat(offered.take(20, 100)).isEmpty();
  }

  @Test
  void a_piece_without_events_is_passed() {
    offered.add(piece(10, 14));

    assertThat(offered.take(10, 1).orElseThrow()).isEqualTo(new Piece(10, List.of(), 14));
  }

  @Test
  void pieces_without_events_become_one_with_the_piece_before() {
    offered.add(piece(10, 14, 11));
    for (int i = 14; i < 1000; i++) {
      offered.add(piece(i, i + 1));
    }

    Piece all = offered.take(10, 1).orElseThrow();
    assertThat(positions(all)).containsExactly(11L);
    assertThat(all.end()).isEqualTo(1000);
  }

  @Test
  void nothing_is_kept_once_nobody_takes_it() {
    offered.add(piece(10, 14, 11));
    offered.close();
    offered.add(piece(14, 15, 14));

    assertThat(offered.begin()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void what_stands_before_or_in_the_midst_of_a_piece_has_to_be_read() {
    offered.add(piece(10, 14, 11));

    assertThat(offered.take(5, 100)).isEmpty();
    assertThat(offered.begin()).isEqualTo(10);
    assertThat(offered.take(12, 100)).isEmpty();
    assertThat(offered.begin()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void only_pieces_without_gaps_are_kept() {
    offered.add(piece(10, 14, 11));
    offered.add(piece(15, 16, 15));

    assertThat(offered.begin()).isEqualTo(15);
  }

  @Test
  void too_much_is_let_go() {
    String large = "x".repeat(250_000);
    for (int i = 0; i < 140; i++) {
      offered.add(new Piece(i, List.of(logged(i, large)), i + 1));
    }

    assertThat(offered.begin()).isGreaterThan(0);
    assertThat(offered.take(0, Integer.MAX_VALUE)).isEmpty();
  }

  private static List<Long> positions(Piece piece) {
    return piece.events().stream().map(Logged::position).toList();
  }

  private static Piece piece(long from, long end, long... positions) {
    return new Piece(
        from, LongStream.of(positions).mapToObj(position -> logged(position, "x")).toList(), end);
  }

  private static Logged logged(long position, String text) {
    Event event =
        Event.at(
                Instant.ofEpochSecond(position),
                new Observed(List.of(EventItem.of("88.118.8/COIL-" + position)), List.of()))
            .source(new EventSource(text, "", Bytes.wrap(new byte[32]), List.of()));
    return new Logged(
        position,
        new RecordedEvent(
            Prefix.parse("88.118.8"), Optional.of(RecordedEvent.Content.of(event)), Bytes.EMPTY));
  }
}
