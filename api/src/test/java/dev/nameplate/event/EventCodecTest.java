package dev.nameplate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.event.Occurrence.Bond;
import dev.nameplate.event.Occurrence.Change;
import dev.nameplate.event.Occurrence.Contained;
import dev.nameplate.event.Occurrence.Created;
import dev.nameplate.event.Occurrence.Observed;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.event.Occurrence.Retired;
import dev.nameplate.event.Occurrence.Side;
import dev.nameplate.event.Occurrence.Target;
import dev.nameplate.event.Occurrence.Transferred;
import dev.nameplate.event.Occurrence.Withdrawn;
import dev.nameplate.record.Bytes;
import dev.nameplate.v1.ItemsProcessed;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventCodecTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");

  static IntStream seeds() {
    return IntStream.range(0, 500);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void what_is_written_is_read_as_it_was(int seed) {
    Event event = any(new Random(seed));

    assertThat(EventCodec.decode(EventCodec.encode(event))).isEqualTo(event);
    assertThat(EventCodec.fromProto(EventCodec.toProto(event))).isEqualTo(event);
  }

  private static <E> E any(Random random, E[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private static Event any(Random random) {
    Event event =
        Event.at(Instant.ofEpochMilli(random.nextLong(-1L << 45, 1L << 45)), occurrence(random))
            .offset(ZoneOffset.ofTotalSeconds(60 * random.nextInt(-1080, 1081)))
            .name(text(random))
            .step(text(random))
            .disposition(text(random))
            .place(text(random));
    return random.nextBoolean()
        ? event
        : event.source(
            new EventSource("{\"a\":1}", text(random), Bytes.wrap(new byte[32]), texts(random)));
  }

  private static Occurrence occurrence(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> new Created(items(random, 1));
      case 1 -> new Retired(items(random, 1));
      case 2 ->
          new Processed(text(random), items(random, 1), items(random, 1), random.nextBoolean());
      case 3 ->
          new Contained(
              Optional.of(ItemId.parse("88.118.8/CRATE")),
              items(random, 1),
              any(random, Change.values()),
              any(random, Bond.values()));
      case 4 ->
          new Transferred(
              items(random, 1),
              text(random),
              "88.118.9",
              any(random, Side.values()),
              texts(random));
      case 5 -> new Observed(items(random, 0), texts(random));
      default ->
          new Withdrawn(
              random.nextBoolean()
                  ? new Target.ByName("urn:uuid:" + random.nextInt())
                  : new Target.ById(new EventId(Bytes.wrap(new byte[32]))),
              text(random),
              texts(random));
    };
  }

  private static List<EventItem> items(Random random, int least) {
    return IntStream.range(0, least + random.nextInt(4))
        .mapToObj(
            i ->
                random.nextBoolean()
                    ? EventItem.of("88.118.8/卷-" + random.nextInt(99))
                    : EventItem.of(
                        "urn:x:" + random.nextInt(99),
                        new BigDecimal(random.nextInt(1_000_000)).movePointLeft(3).toString(),
                        random.nextBoolean() ? "TNE" : "C62"))
        .toList();
  }

  private static String text(Random random) {
    return random.nextBoolean() ? "" : "步骤 " + random.nextInt(100);
  }

  private static List<String> texts(Random random) {
    return IntStream.range(0, random.nextInt(3)).mapToObj(i -> "text " + i).toList();
  }

  @Test
  void amounts_keep_every_digit() {
    EventItem item = EventItem.of("88.118.8/X", "16777217.000000000000000001", "KGM");

    Event read = EventCodec.decode(EventCodec.encode(Event.at(TIME, new Created(List.of(item)))));

    assertThat(read.occurrence().items()).containsExactly(item);
    assertThat(EventItem.of("88.118.8/X", "1.50", "KGM"))
        .isNotEqualTo(EventItem.of("88.118.8/X", "1.5", "KGM"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12e30",
        "99999999999999999999999999999999",
        "1e-32",
        "0.00000000000000000001",
        "0"
      })
  void the_largest_and_smallest_amounts_are_read_as_they_were_written(String amount) {
    EventItem item = EventItem.of("88.118.8/X", amount, "KGM");

    Event read = EventCodec.decode(EventCodec.encode(Event.at(TIME, new Created(List.of(item)))));

    assertThat(read.occurrence().items()).containsExactly(item);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1E+999999999", "-1E+999999999", "1E-999999999", "1E+32"})
  void an_amount_that_would_be_long_when_it_is_added_to_others_is_refused(String amount) {
    BigDecimal huge = new BigDecimal(amount);

    assertThatThrownBy(
            () -> new EventItem(ItemId.parse("88.118.8/X"), Optional.of(new Quantity(huge, "KGM"))))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith("amount: \"" + amount)
        .hasMessageContaining("digits before the decimal point");
  }

  @Test
  void a_sum_of_amounts_may_be_larger_than_each() {
    BigDecimal most = new BigDecimal("9".repeat(32) + "." + "9".repeat(29));

    Quantity sum = new Quantity(most.multiply(BigDecimal.valueOf(Long.MAX_VALUE)), "KGM");

    assertThat(sum.unit()).isEqualTo("KGM");
  }

  @ParameterizedTest
  @CsvSource({
    "-1, KGM, amount, '0 or more'",
    "abc, KGM, amount, a decimal number",
    "1e999, KGM, amount, a decimal number",
    "12e99, KGM, amount, at most 32 digits before the decimal point",
    "100000000000000000000000000000000, KGM, amount, at most 32 digits before",
    "1e-33, KGM, amount, 32 after it",
    "0e32, KGM, amount, at most 32 digits before",
    "'', KGM, amount, a decimal number",
    "1, '', unit, UN/CEFACT",
    "1, kg, unit, UN/CEFACT",
    "1, KILO, unit, UN/CEFACT",
  })
  void a_wrong_quantity_is_named(String amount, String unit, String field, String expected) {
    assertThatThrownBy(() -> EventItem.of("88.118.8/X", amount, unit))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageStartingWith(field + ": \"" + (field.equals("unit") ? unit : amount))
        .hasMessageContaining(expected);
  }

  @Test
  void a_wrong_item_of_many_is_named_by_its_path() {
    dev.nameplate.v1.Event.Builder event = dev.nameplate.v1.Event.newBuilder();
    ItemsProcessed.Builder process = event.getProcessBuilder();
    process.addInputsBuilder().setItem("88.118.8/A");
    process.addOutputsBuilder().setItem("88.118.8/B");
    process.addOutputsBuilder().setItem("88.118.8/C").setAmount("4");

    assertThatThrownBy(() -> EventCodec.fromProto(event.build()))
        .hasMessageStartingWith("process.outputs[1].unit: \"\" (expected: ");
    process.getOutputsBuilder(1).setItem("no slash").clearAmount();
    assertThatThrownBy(() -> EventCodec.fromProto(event.build()))
        .hasMessageStartingWith("process.outputs[1].item: \"no slash\" (expected: ");
    process.clearOutputs();
    assertThatThrownBy(() -> EventCodec.fromProto(event.build()))
        .hasMessageStartingWith("process.outputs: \"none\" (expected: at least one item)");
    assertThatThrownBy(() -> EventCodec.fromProto(event.clearKind().build()))
        .hasMessageContaining("kind: \"none\"");
  }

  @Test
  void an_event_of_very_many_items_is_refused_with_what_to_do() {
    List<EventItem> inputs =
        IntStream.range(0, 100_000).mapToObj(i -> EventItem.of("88.118.8/I-" + i)).toList();

    assertThatThrownBy(
            () -> Event.at(TIME, new Processed(inputs, List.of(EventItem.of("88.118.8/O")))))
        .isInstanceOf(InvalidEventException.class)
        .hasMessageContaining("process: \"100001 items\"")
        .hasMessageContaining("at most 4096")
        .hasMessageContaining("further events of the same process id");
  }

  @Test
  void a_thing_is_not_packed_into_itself() {
    assertThatThrownBy(
            () ->
                new Contained(
                    Optional.of(ItemId.parse("88.118.8/crate")),
                    List.of(EventItem.of("88.118.8/CRATE")),
                    Change.ENTER,
                    Bond.PACKED))
        .hasMessageContaining("contain.children: \"88.118.8/crate\"");
  }
}
