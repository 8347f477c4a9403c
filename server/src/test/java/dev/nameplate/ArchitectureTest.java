package dev.nameplate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rooms, and what may be known in which: {@code server -> resolver -> api}, never back and
 * never in circles.
 */
final class ArchitectureTest {
  private static final String LOG = "dev.nameplate.log";
  private static final String GENERATED = "dev.nameplate.v1..";
  private static final String[] API = {
    "dev.nameplate.identifier..",
    "dev.nameplate.record..",
    "dev.nameplate.template..",
    "dev.nameplate.gs1..",
    "dev.nameplate.event..",
    "dev.nameplate.epcis..",
    "dev.nameplate.trust..",
    "dev.nameplate.error..",
    "dev.nameplate.text..",
    GENERATED,
  };
  private static final String[] RESOLVER = {
    "dev.nameplate.access..",
    "dev.nameplate.node..",
    "dev.nameplate.backup..",
    "dev.nameplate.log..",
    "dev.nameplate.store..",
    "dev.nameplate.assign..",
    "dev.nameplate.resolve..",
    "dev.nameplate.cache..",
    "dev.nameplate.lineage..",
    "dev.nameplate.trace..",
    "dev.nameplate.signing..",
    "dev.nameplate.upstream..",
    "dev.nameplate.wire..",
    "dev.nameplate.json..",
  };
  private static final String[] SERVER = {"dev.nameplate.server.."};

  private static final JavaClasses NAMEPLATE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.nameplate");

  @Test
  void every_class_is_in_a_room_and_every_room_has_classes() {
    for (String[] room : List.of(API, RESOLVER, SERVER)) {
      assertThat(NAMEPLATE.that(resideInAnyPackage(room))).hasSizeGreaterThan(10);
    }
    classes().should().resideInAnyPackage(together(API, RESOLVER, SERVER)).check(NAMEPLATE);
  }

  @Test
  void the_server_knows_the_resolver_and_the_resolver_the_api_and_never_back() {
    knowsNothingOf(API, together(RESOLVER, SERVER)).check(NAMEPLATE);
    knowsNothingOf(RESOLVER, SERVER).check(NAMEPLATE);

    assertThat(knowsNothingOf(SERVER, RESOLVER).evaluate(NAMEPLATE).hasViolation()).isTrue();
    assertThat(knowsNothingOf(RESOLVER, API).evaluate(NAMEPLATE).hasViolation()).isTrue();
  }

  @Test
  void packages_do_not_know_each_other_in_circles() {
    slices().matching("dev.nameplate.(**)").should().beFreeOfCycles().check(NAMEPLATE);
  }

  @ParameterizedTest(name = "{0} knows nothing of {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rows   | read commit audit mirror
          read   | commit audit mirror
          commit | audit mirror
          audit  | commit mirror
          """)
  void the_rooms_of_the_log_stand_on_each_other(String room, String others) {
    knowsNothingOf(
            new String[] {LOG + "." + room},
            Stream.of(others.split(" ")).map(other -> LOG + "." + other).toArray(String[]::new))
        .check(NAMEPLATE);
  }

  /** They are public for the other rooms of the log, not for those who embed a node. */
  @Test
  void the_rows_of_a_log_are_known_to_the_log_alone() {
    noClasses()
        .that()
        .resideOutsideOfPackage(LOG + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(LOG + ".rows")
        .check(NAMEPLATE);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          org.bouncycastle..  | dev.nameplate.trust.merkle.. dev.nameplate.trust.key..
          org.rocksdb..       | dev.nameplate.store.rocksdb.. dev.nameplate.server.bench..
          com.github.benmanes.caffeine.. | dev.nameplate.cache.. dev.nameplate.log.read.. dev.nameplate.node.. dev.nameplate.server.bench..
          com.fasterxml.jackson..        | dev.nameplate.record.. dev.nameplate.epcis.. dev.nameplate.json.. dev.nameplate.server..
          io.grpc..           | dev.nameplate.v1.. dev.nameplate.upstream.. dev.nameplate.server..
          io.grpc.netty..     | dev.nameplate.upstream.. dev.nameplate.server..
          picocli..           | dev.nameplate.server..
          de.siegmar.fastcsv.. | dev.nameplate.server.cli..
          org.dhatim.fastexcel.. | dev.nameplate.server.cli.report..
          org.roaringbitmap.. | dev.nameplate.trace.. dev.nameplate.lineage..
          org.HdrHistogram.. | dev.nameplate.server.bench..
          me.tongfei.progressbar.. | dev.nameplate.server.cli..
          dev.nameplate.v1..  | dev.nameplate.v1.. dev.nameplate.event.. dev.nameplate.trust.. dev.nameplate.log.. dev.nameplate.upstream.. dev.nameplate.wire.. dev.nameplate.server..
          """)
  void a_library_is_known_in_as_few_packages_as_can_be(String library, String known) {
    String[] packages = known.split(" ");

    for (String one : packages) {
      assertThat(
              knowsNothingOf(new String[] {one}, new String[] {library})
                  .evaluate(NAMEPLATE)
                  .hasViolation())
          .as("%s is used in %s", library, one)
          .isTrue();
    }
    noClasses()
        .that()
        .resideOutsideOfPackages(packages)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(NAMEPLATE);
  }

  @Test
  void only_the_server_listens() {
    noClasses()
        .that()
        .resideOutsideOfPackages(SERVER)
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.n(et|io\\.channels)\\..*ServerSocket.*|javax\\.net\\..*ServerSocket.*|.*\\.httpserver\\..*")
        .check(NAMEPLATE);
  }

  @Test
  void the_api_reads_and_writes_no_files_and_opens_no_connections() {
    noClasses()
        .that()
        .resideInAnyPackage(API)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.io\\.(File|RandomAccess).*"
                // A URI is text until it becomes a URL.
                + "|java\\.net\\.(?!(URI|URISyntaxException|URLEncoder|URLDecoder)$).*")
        .check(NAMEPLATE);
  }

  @Test
  void only_the_command_line_prints() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nameplate.server.cli..")
        // Says on its way out that it killed the process as it was told to.
        .and()
        .doNotHaveFullyQualifiedName("dev.nameplate.store.Failpoints")
        .should(ACCESS_STANDARD_STREAMS)
        .check(NAMEPLATE);
  }

  /** Finding a library's own logger, turning it down and listening to it is not logging. */
  @Test
  void logging_goes_through_slf4j() {
    Set<String> notWriting = Set.of("getLogger", "setLevel", "addHandler");
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.nameplate.server.cli..")
        .should()
        .callMethodWhere(
            describe(
                "java.util.logging is written to",
                (JavaMethodCall call) ->
                    call.getTargetOwner().getName().equals("java.util.logging.Logger")
                        && !notWriting.contains(call.getName())))
        .check(NAMEPLATE);
  }

  @Test
  void every_json_parser_is_made_within_bounds() {
    Set<String> makers =
        Set.of(
            "com.fasterxml.jackson.core.JsonFactory",
            "com.fasterxml.jackson.core.JsonFactoryBuilder",
            "com.fasterxml.jackson.databind.ObjectMapper",
            "com.fasterxml.jackson.databind.json.JsonMapper");
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.nameplate.record.JsonBounds")
        .should()
        .callCodeUnitWhere(
            describe(
                "a JSON parser with the bounds of the library is made",
                (JavaCall<?> call) ->
                    makers.contains(call.getTargetOwner().getName())
                        && Set.of("<init>", "builder").contains(call.getName())
                        && call.getTarget().getRawParameterTypes().isEmpty()))
        .check(NAMEPLATE);
  }

  @Test
  void only_main_ends_the_process() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("dev.nameplate.server.Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(NAMEPLATE);
  }

  @Test
  void no_exception_is_without_a_name() {
    Set<String> nameless =
        Set.of("java.lang.RuntimeException", "java.lang.Exception", "java.lang.Throwable");
    noClasses()
        .should()
        .callConstructorWhere(
            describe(
                "a nameless exception is made",
                (JavaConstructorCall call) ->
                    nameless.contains(call.getTargetOwner().getName())
                        && !call.getOriginOwner().isAssignableTo(Throwable.class)))
        .check(NAMEPLATE);
  }

  @Test
  void only_the_verifier_and_the_owner_of_a_key_make_something_verified() {
    assertThat(NAMEPLATE.get("dev.nameplate.trust.chain.Verified").getConstructors())
        .isNotEmpty()
        .allSatisfy(
            made ->
                assertThat(made.getModifiers())
                    .doesNotContain(JavaModifier.PUBLIC, JavaModifier.PROTECTED))
        .allSatisfy(
            made ->
                assertThat(made.getCallsOfSelf().stream().map(call -> call.getOriginOwner()))
                    .extracting(JavaClass::getSimpleName)
                    .isSubsetOf(
                        "Verified",
                        "StatementVerifier",
                        "BatchSigner",
                        "UnloggedSigner",
                        "LogVoucher"));
  }

  @Test
  void nothing_is_null_unless_it_says_so() {
    List<JavaPackage> packages =
        NAMEPLATE.stream()
            .map(JavaClass::getPackage)
            .distinct()
            .filter(ArchitectureTest::isHandWritten)
            .toList();

    assertThat(packages).hasSizeGreaterThan(10);
    assertThat(packages).allMatch(one -> one.isAnnotatedWith(NullMarked.class));
  }

  private static boolean isHandWritten(JavaPackage one) {
    return !one.getName().equals("dev.nameplate.v1");
  }

  private static ArchRule knowsNothingOf(String[] packages, String[] others) {
    return noClasses()
        .that()
        .resideInAnyPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others);
  }

  private static String[] together(String[]... rooms) {
    return Stream.of(rooms).flatMap(Stream::of).toArray(String[]::new);
  }
}
