package dev.nameplate.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.json.PackageVersion;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.RuntimeVersion;
import dev.nameplate.assign.Assignment;
import dev.nameplate.assign.Capture;
import dev.nameplate.error.ErrorReason;
import dev.nameplate.error.NameplateException;
import dev.nameplate.event.Event;
import dev.nameplate.event.EventItem;
import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence.Processed;
import dev.nameplate.identifier.Identifier;
import dev.nameplate.identifier.Prefix;
import dev.nameplate.json.NameplateModule;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.resolve.Resolution;
import dev.nameplate.trace.TraceQuestion;
import dev.nameplate.trace.TraceStep;
import dev.nameplate.trace.TraceSteps;
import dev.nameplate.upstream.ServedNode;
import dev.nameplate.upstream.UpstreamConfig;
import dev.nameplate.upstream.UpstreamException;
import io.grpc.internal.GrpcUtil;
import io.netty.util.Version;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A node is a bean of a Spring Boot application, with the libraries that Spring Boot brings. */
class SpringBootTest {
  private static final Identifier COIL = Identifier.parse("88.118.8/COIL-1");
  private static final Identifier SLAB = Identifier.parse("88.118.9/SLAB-1");

  private final ServedNode supplier =
      new ServedNode(Node.open(NodeConfig.inMemory().authorityFor("88.118.9")));

  @TempDir Path directory;
  private ConfigurableApplicationContext application;

  /** What an embedder writes. */
  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Application {
    @Bean
    Node node(@Value("${nameplate.directory}") Path directory, ServedNode supplier) {
      return Node.open(
          NodeConfig.in(directory)
              .authorityFor("88.118.8")
              .withoutPassphrase()
              .withUpstream(
                  UpstreamConfig.trusting(supplier.node().anchors())
                      .asking(List.of(supplier.endpoint()))));
    }

    @Bean
    Module words() {
      return new NameplateModule();
    }
  }

  /** What the application answers to its own users. */
  record Label(Identifier coil, String url, long version, Instant assigned) {}

  @BeforeEach
  void start() {
    application = run();
  }

  private ConfigurableApplicationContext run() {
    return new SpringApplicationBuilder(Application.class)
        .web(WebApplicationType.NONE)
        .bannerMode(Banner.Mode.OFF)
        .properties("nameplate.directory=" + directory.resolve("node"))
        .initializers(context -> context.getBeanFactory().registerSingleton("supplier", supplier))
        .run();
  }

  @AfterEach
  void stop() {
    application.close();
    supplier.close();
  }

  private Node node() {
    return application.getBean(Node.class);
  }

  @Test
  void the_libraries_are_those_of_spring_boot() {
    String netty = Version.identify().get("netty-common").artifactVersion();
    System.out.printf(
        "Spring Boot %s: Netty %s, gRPC %s, protobuf %s, Caffeine %s, Jackson %s%n",
        SpringBootVersion.getVersion(),
        netty,
        GrpcUtil.getGrpcBuildVersion().getImplementationVersion(),
        RuntimeVersion.MAJOR + "." + RuntimeVersion.MINOR + "." + RuntimeVersion.PATCH,
        jarOf(Caffeine.class),
        PackageVersion.VERSION);
    assertThat(SpringBootVersion.getVersion()).startsWith("3.5.");
    assertThat(netty).startsWith("4.1.");
    assertThat(jarOf(Caffeine.class)).contains("caffeine-3.2.");
    assertThat(jarOf(ObjectMapper.class)).contains("jackson-databind-2.19.");
  }

  private static String jarOf(Class<?> type) {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath())
        .getFileName()
        .toString();
  }

  @Test
  void a_node_assigns_resolves_and_traces() {
    node().registrar().assign(Assignment.of(COIL).value(1, "URL", "https://mill.example/1"));
    assertThat(text(node().resolver().resolve(COIL), "URL")).isEqualTo("https://mill.example/1");

    node().events().capture(Capture.of(Prefix.parse("88.118.8"), rolled()));
    try (TraceSteps steps = node().tracer().trace(TraceQuestion.upstream(ItemId.of(COIL)));
        Stream<TraceStep> stream = steps.stream()) {
      assertThat(stream.filter(TraceStep.Item.class::isInstance)).hasSize(2);
    }
  }

  private static Event rolled() {
    return Event.at(
        Instant.parse("2026-03-02T08:00:00Z"),
        new Processed(
            "",
            List.of(EventItem.of("88.118.9/SLAB-1")),
            List.of(EventItem.of("88.118.8/COIL-1")),
            false));
  }

  @Test
  void another_node_is_asked_over_the_network_and_its_answer_verified() {
    supplier.node().registrar().assign(Assignment.of(SLAB).value(1, "GRADE", "DX51D"));
    assertThat(text(node().resolver().resolve(SLAB), "GRADE")).isEqualTo("DX51D");
    assertThat(supplier.calls()).isEqualTo(1);

    supplier.tamper(said -> said.toBuilder().clearStatement().build());
    Identifier other = Identifier.parse("88.118.9/SLAB-2");
    assertThatThrownBy(() -> node().resolver().resolve(other))
        .isInstanceOf(UpstreamException.class);
  }

  private static String text(Resolution answer, String type) {
    return answer.found().orElseThrow().value(type).orElseThrow().text();
  }

  @Test
  void the_applications_own_mapper_writes_words_as_texts() throws Exception {
    ObjectMapper json = application.getBean(ObjectMapper.class);
    Label label = new Label(COIL, "https://mill.example/1", 1, Instant.EPOCH);
    String text = json.writeValueAsString(label);
    assertThat(text)
        .isEqualTo(
            "{\"coil\":\"88.118.8/COIL-1\",\"url\":\"https://mill.example/1\",\"version\":1,"
                + "\"assigned\":\"1970-01-01T00:00:00Z\"}");
    assertThat(json.readValue(text, Label.class)).isEqualTo(label);
  }

  @Test
  void closing_the_application_closes_the_node_and_another_opens_it_again() {
    node().registrar().assign(Assignment.of(COIL));
    Node before = node();
    application.close();
    assertThatThrownBy(() -> before.registrar().assign(Assignment.of("88.118.8/COIL-2")))
        .isInstanceOfSatisfying(
            NameplateException.class,
            e -> assertThat(e.reason()).isEqualTo(ErrorReason.NODE_STOPPED));

    application = run();
    assertThat(node().resolver().resolve(COIL).found()).isPresent();
  }
}
