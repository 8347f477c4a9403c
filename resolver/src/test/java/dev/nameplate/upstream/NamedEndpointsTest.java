package dev.nameplate.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nameplate.error.ErrorReason;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.Budget;
import dev.nameplate.resolve.TimedOutException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that are given by a name, which other nodes chose. */
class NamedEndpointsTest extends UpstreamTest {
  private static final EndpointPolicy LOOPBACK = EndpointPolicy.PUBLIC.allowingLoopback();

  private final Queue<String> lookedUp = new ConcurrentLinkedQueue<>();
  private final CountDownLatch end = new CountDownLatch(1);

  @Test
  void the_address_that_was_judged_is_the_one_that_is_dialled() throws UnknownHostException {
    ScriptedNode node = nodeThatFinds();
    List<InetAddress> good = List.of(address(127, 0, 0, 1));
    List<InetAddress> bad = List.of(address(169, 254, 169, 254));
    GrpcUpstream upstream = upstream(host -> lookedUp.size() == 1 ? good : bad);
    Endpoint rebinding = new Endpoint("rebinding.example", node.endpoint().port());

    assertThat(upstream.resolve(named(rebinding), QUESTION, budget())).isEqualTo(FOUND);
    assertThat(lookedUp).containsExactly("rebinding.example");
    assertRefused(upstream, named(rebinding), ErrorReason.UNREACHABLE)
        .isEqualTo(
            "node for \"88.118.8\": no answer from "
                + rebinding
                + " (169.254.169.254 is an address that referrals may not use)");
  }

  @Test
  void of_several_addresses_the_first_that_is_allowed_is_dialled() throws UnknownHostException {
    ScriptedNode node = nodeThatFinds();
    List<InetAddress> addresses = List.of(address(10, 0, 0, 1), address(127, 0, 0, 1));
    GrpcUpstream upstream = upstream(host -> addresses);

    Target target = named(new Endpoint("both.example", node.endpoint().port()));
    assertThat(upstream.resolve(target, QUESTION, budget())).isEqualTo(FOUND);
  }

  @Test
  void an_operator_may_name_any_address() throws UnknownHostException {
    ScriptedNode node = nodeThatFinds();
    List<InetAddress> addresses = List.of(address(127, 0, 0, 1));
    GrpcUpstream upstream =
        closedAfterwards(
            new GrpcUpstream(EndpointPolicy.PUBLIC, PATIENT, host -> addresses, System::nanoTime));
    Endpoint endpoint = new Endpoint("inner.example", node.endpoint().port());

    assertThat(upstream.resolve(configured(endpoint), QUESTION, budget())).isEqualTo(FOUND);
    assertRefused(upstream, named(endpoint), ErrorReason.UNREACHABLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a..b", ".a", "例.example"})
  void what_is_no_name_of_a_host_is_not_looked_up(String host) {
    GrpcUpstream upstream = upstream(name -> List.of());

    assertRefused(upstream, named(new Endpoint(host, 1)), ErrorReason.UNREACHABLE)
        .isEqualTo("node for \"88.118.8\": no answer from an endpoint (it is not a host name)");
    assertThat(lookedUp).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost"})
  void an_address_in_disguise_is_judged_by_what_it_leads_to(String host) {
    GrpcUpstream upstream = closedAfterwards(new GrpcUpstream(EndpointPolicy.PUBLIC, PATIENT));

    assertRefused(upstream, named(new Endpoint(host, 1)), ErrorReason.UNREACHABLE);
  }

  @Test
  void the_next_endpoint_is_asked_when_a_name_is_unknown_or_has_no_address() {
    ScriptedNode node = nodeThatFinds();
    GrpcUpstream upstream =
        upstream(
            host -> {
              if (host.equals("unknown.example")) {
                throw new UnknownHostException(host);
              }
              return List.of();
            });
    Budget budget = budget();

    Target target =
        named(
            new Endpoint("unknown.example", 1), new Endpoint("empty.example", 1), node.endpoint());
    assertThat(upstream.resolve(target, QUESTION, budget)).isEqualTo(FOUND);
    assertThat(outcomes(budget)).containsExactly("UNREACHABLE", "UNREACHABLE", "found");
  }

  @Test
  void a_look_up_that_takes_long_is_not_waited_for_and_no_second_one_begins_meanwhile() {
    ScriptedNode node = nodeThatFinds();
    GrpcUpstream upstream = upstream(HEDGING, this::hang);
    Endpoint slow = new Endpoint("slow.example", 1);
    Endpoint slower = new Endpoint("slower.example", 1);

    assertThat(upstream.resolve(named(slow, node.endpoint()), QUESTION, budget())).isEqualTo(FOUND);
    assertThat(lookedUp).containsExactly("slow.example");
    lookedUp.clear();
    GrpcUpstream another = upstream(HEDGING, this::hang);
    assertThatThrownBy(() -> another.resolve(named(slow, slower), QUESTION, budget(32, SHORT)))
        .isInstanceOf(TimedOutException.class);
    assertThat(lookedUp).containsExactly("slow.example");
    end.countDown();
  }

  @Test
  void a_name_is_looked_up_once_however_many_wait_for_it() {
    AtomicInteger lookups = new AtomicInteger();
    Addresses addresses =
        closedAfterwards(
            new Addresses(
                host -> {
                  lookups.incrementAndGet();
                  return hang(host);
                }));
    List<CompletionStage<List<InetAddress>>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      waiting.add(addresses.of("slow.example"));
    }
    end.countDown();
    waiting.forEach(
        one ->
            assertThat(one.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join()).isEmpty());
    assertThat(lookups).hasValue(1);
  }

  @Test
  void so_many_names_are_looked_up_at_once_and_no_more() {
    Addresses addresses = closedAfterwards(new Addresses(this::hang));
    for (int i = 0; i < 64; i++) {
      assertThat(addresses.of("slow-" + i + ".example").toCompletableFuture()).isNotDone();
    }

    assertThatThrownBy(() -> addresses.of("one-more.example").toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("too many name lookups at the moment");
    assertThat(addresses.of("8.8.8.8").toCompletableFuture()).isDone();
    end.countDown();
  }

  private List<InetAddress> hang(String host) {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.of();
  }

  private GrpcUpstream upstream(AddressLookup lookup) {
    return upstream(PATIENT, lookup);
  }

  private GrpcUpstream upstream(UpstreamTimings timings, AddressLookup lookup) {
    AddressLookup noting =
        host -> {
          lookedUp.add(host);
          return lookup.addressesOf(host);
        };
    return closedAfterwards(new GrpcUpstream(LOOPBACK, timings, noting, System::nanoTime));
  }

  private static InetAddress address(int... bytes) throws UnknownHostException {
    byte[] four = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      four[i] = (byte) bytes[i];
    }
    return InetAddress.getByAddress(four);
  }
}
