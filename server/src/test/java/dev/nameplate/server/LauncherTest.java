package dev.nameplate.server;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/nameplate}, run as a process, beside a jar of the classes under test. */
final class LauncherTest {
  private static final long PATIENCE_SECONDS = 120;

  @TempDir private static Path shared;
  private static Path launcher = Path.of("");

  /** Another, in a path without spaces: Java 17 archives no classes of others. */
  private static Path plain = Path.of("");

  @TempDir private Path directory;
  private Path cache = Path.of("");

  /** What a run printed, and its exit code. */
  private record Ran(int exitCode, String out, String err) {}

  @BeforeAll
  static void install() throws IOException {
    launcher = installed("a place/with spaces");
    plain = installed("plain");
  }

  private static Path installed(String place) throws IOException {
    Path home = Files.createDirectories(shared.resolve(place));
    Path installed = Files.createDirectory(home.resolve("bin")).resolve("nameplate");
    Files.copy(Path.of("src/main/dist/nameplate"), installed);
    Files.setPosixFilePermissions(installed, PosixFilePermissions.fromString("rwxr-xr-x"));
    writeJar(home.resolve("nameplate.jar"));
    return installed;
  }

  /** The classes under test in one jar, which names the jars of libraries. */
  private static void writeJar(Path jar) throws IOException {
    List<Path> path =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .filter(Files::exists)
            .toList();
    Path libraries = Files.createDirectory(jar.resolveSibling("lib"));
    List<String> names = new ArrayList<>();
    for (Path library : path) {
      if (Files.isRegularFile(library)) {
        String name = names.size() + ".jar"; // relative: the JVM archives no classes of a URL
        Files.createSymbolicLink(libraries.resolve(name), library.toAbsolutePath());
        names.add("lib/" + name);
      }
    }
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.put(Attributes.Name.MAIN_CLASS, Main.class.getName());
    main.put(Attributes.Name.CLASS_PATH, String.join(" ", names));
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
      for (Path classes : path) {
        if (Files.isDirectory(classes) && !classes.endsWith("test-classes")) {
          add(classes, out);
        }
      }
    }
  }

  private static void add(Path classes, JarOutputStream out) throws IOException {
    try (Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = classes.relativize(file).toString();
        if (!name.startsWith("META-INF/")) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(file, out);
        }
      }
    }
  }

  @BeforeEach
  void chooseCache() throws IOException {
    cache = Files.createDirectory(directory.resolve("a cache"));
  }

  @Test
  void it_runs_the_command_and_hands_on_its_output_and_its_exit_code() {
    assertThat(ran("version").out()).startsWith("nameplate ");
    Ran wrong = ran("resolv");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("did you mean `resolve`?");
  }

  @Test
  void it_is_found_through_links_from_any_directory_and_keeps_the_arguments_apart()
      throws IOException {
    Path first = Files.createSymbolicLink(directory.resolve("a link"), launcher);
    Path second = Files.createSymbolicLink(directory.resolve("another"), Path.of("a link"));
    Ran run =
        ran(process(second.toString(), "verify", "no such  file", "--anchor", "*").directory(null));

    assertThat(first).isSymbolicLink();
    assertThat(run.err()).contains("*").doesNotContain("bin");
    assertThat(run.exitCode()).isNotZero();
    ProcessBuilder relative = process("./another", "version").directory(directory.toFile());
    assertThat(ran(relative).out()).startsWith("nameplate ");
  }

  @Test
  void standard_input_reaches_the_command() throws IOException {
    Path written = directory.resolve("node");
    ProcessBuilder init =
        process(launcher.toString(), "init", "--data", written.toString(), "--prefix", "88.118.8");
    init.command().addAll(List.of("--passphrase-file", "/dev/stdin"));
    Process process = init.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write("a long passphrase\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(finished(process).exitCode()).isZero();
    assertThat(written.resolve("anchor.txt")).exists();
  }

  @Test
  void it_becomes_the_process_of_java_which_signals_reach() throws IOException {
    Path node = directory.resolve("node");
    assertThat(
            ran("init", "--data", node.toString(), "--prefix", "88.118.8", "--no-passphrase")
                .exitCode())
        .isZero();
    Process serve =
        process(launcher.toString(), "serve", "--data", node.toString(), "--grpc-port", "0")
            .start();
    try (var lines = serve.inputReader(StandardCharsets.UTF_8)) {
      assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
      Path process = Path.of("/proc", Long.toString(serve.pid()));
      if (Files.exists(process)) {
        assertThat(Files.readString(process.resolve("cmdline")).split("\0", -1)[0])
            .endsWith("java");
        assertThat(Files.readString(process.resolve("environ"))).contains("MALLOC_ARENA_MAX=2");
        assertThat(Files.readString(process.resolve("cmdline"))).doesNotContain("SerialGC");
      }
      serve.destroy();
      assertThat(serve.onExit().orTimeout(PATIENCE_SECONDS, SECONDS).join().exitValue())
          .isEqualTo(128 + 15);
    } finally {
      serve.destroyForcibly();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"JAVA_HOME, no bin/java in", "PATH, Java was not found"})
  void it_says_where_it_looked_for_java(String variable, String message) throws IOException {
    Path tools = Files.createDirectory(directory.resolve("tools"));
    for (String tool : List.of("sh", "readlink")) {
      Files.createSymbolicLink(tools.resolve(tool), Path.of("/bin", tool));
    }
    ProcessBuilder process = process(launcher.toString(), "version");
    process.environment().remove("JAVA_HOME");
    process.environment().put(variable, tools.toString());
    Ran run = ran(process);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines().toList()).singleElement().asString().contains(message);
  }

  @Test
  void it_refuses_a_java_that_is_too_old() throws IOException {
    Path java = Files.createDirectories(directory.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    ProcessBuilder process = process(launcher.toString(), "version");
    process.environment().put("JAVA_HOME", directory.resolve("old").toString());
    process.environment().put("NAMEPLATE_CACHE", cache.toString());
    Ran run = ran(process);

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("is Java 11 (expected: 17 or newer)");
  }

  @Test
  void two_first_runs_at_once_make_one_whole_archive_that_later_runs_use() throws Exception {
    Path archive = cache.resolve("nameplate");
    CompletableFuture<Ran> other = CompletableFuture.supplyAsync(() -> ran(caching("version")));
    Ran first = ran(caching("version"));
    assertThat(first).isEqualTo(other.join());
    assertThat(first.err()).isEmpty();

    Path made = made(archive);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(archive)))
        .isEqualTo("rwx------");
    assertThat(loads("version")).contains("shared objects file (top)");
    assertThat(loads("trace", "--help")).contains("shared objects file (top)");
    assertThat(ran(caching("version"))).isEqualTo(first);

    Files.delete(made);
    Files.write(made, new byte[100_000]); // as a full disk may leave it
    assertThat(ran(caching("version"))).isEqualTo(first);
  }

  /** The one archive, as soon as it is there alone: its maker removes the lock last. */
  private Path made(Path archives) throws IOException, InterruptedException {
    await(cache, () -> Files.isDirectory(archives));
    await(archives, () -> has(archives, 1, ".jsa"));
    return list(archives).get(0);
  }

  /** True if a directory has so many files with this ending, and nothing else. */
  private static boolean has(Path directory, int files, String ending) {
    List<Path> all = list(directory);
    return all.size() == files && all.stream().allMatch(file -> file.toString().endsWith(ending));
  }

  private static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(Path directory, BooleanSupplier done)
      throws IOException, InterruptedException {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, ENTRY_CREATE, ENTRY_DELETE);
      while (!done.getAsBoolean()) {
        WatchKey key = watch.poll(PATIENCE_SECONDS, SECONDS);
        assertThat(key).describedAs("nothing happens in %s", directory).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }

  @Test
  void the_archive_is_made_anew_for_another_jar_and_another_jdk() throws Exception {
    Path archives = cache.resolve("nameplate");
    Path java = pretendedJava("printf archive > \"$made\"");
    assertThat(ran(pretending("version")).out()).doesNotContain("SharedArchiveFile");
    Path first = made(archives);
    assertThat(ran(pretending("version")).out()).contains("-XX:SharedArchiveFile=" + first);

    Files.setLastModifiedTime(java, FileTime.fromMillis(0));
    assertThat(ran(pretending("version")).out()).doesNotContain("SharedArchiveFile");
    await(archives, () -> has(archives, 2, ".jsa"));
    assertThat(ran(pretending("version")).out())
        .contains("-XX:SharedArchiveFile=")
        .doesNotContain(first.toString());
  }

  @Test
  void an_archive_that_cannot_be_made_is_not_tried_again() throws Exception {
    Path archives = cache.resolve("nameplate");
    pretendedJava("echo tried >> \"$0.tries\"; exit 1");
    ran(pretending("version"));
    await(cache, () -> Files.isDirectory(archives));
    await(archives, () -> has(archives, 1, ".none"));
    assertThat(ran(pretending("version")).out()).doesNotContain("SharedArchiveFile");
    assertThat(has(archives, 1, ".none")).isTrue();
    assertThat(directory.resolve("java/bin/java.tries")).hasContent("tried");
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "resolve, true",
    "--help,  true",
    "assign,  true",
    "serve,   false",
    "import,  false",
    "trace,   false",
    "bench,   false",
    "unknown, false"
  })
  void a_short_command_gets_a_quick_start_and_any_other_the_whole_jvm(String word, boolean quick)
      throws IOException {
    pretendedJava("exit 1");
    ProcessBuilder process = pretending(word, "an argument");
    process.environment().put("NAMEPLATE_CACHE", "");
    process.environment().put("NAMEPLATE_JAVA_OPTS", " -Xmx1g -Da=* ");
    List<String> lines = ran(process).out().lines().toList();

    assertThat(lines.contains("-XX:TieredStopAtLevel=1")).isEqualTo(quick);
    assertThat(lines)
        .endsWith(
            "-Xmx1g",
            "-Da=*",
            "-jar",
            plain.resolveSibling("../nameplate.jar").normalize().toRealPath().toString(),
            word,
            "an argument");
  }

  @Test
  void a_chosen_collector_replaces_the_one_for_short_commands() {
    ProcessBuilder process = process(launcher.toString(), "version");
    process.environment().put("NAMEPLATE_JAVA_OPTS", "-XX:+UseParallelGC");

    assertThat(ran(process).out()).startsWith("nameplate ");
  }

  /** A Java that prints its arguments, and does something instead of making an archive. */
  private Path pretendedJava(String makes) throws IOException {
    Path java = Files.createDirectories(directory.resolve("java/bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        case $* in
          -version) echo 'openjdk version "17.0.1" 2021-10-19' >&2 ;;
          *-XX:ArchiveClassesAtExit=*)
            for made; do case $made in *AtExit=*) made=${made#*=}; break ;; esac; done
            %s ;;
          *) printf '%%s\n' "$@" ;;
        esac
        """
            .formatted(makes));
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
    return java;
  }

  private ProcessBuilder pretending(String... arguments) throws IOException {
    ProcessBuilder process = caching(arguments);
    process.environment().put("JAVA_HOME", directory.resolve("java").toString());
    return process;
  }

  private ProcessBuilder caching(String... arguments) {
    ProcessBuilder process = process(plain.toString(), arguments);
    process.environment().remove("NAMEPLATE_CACHE");
    process.environment().put("XDG_CACHE_HOME", cache.toString());
    return process;
  }

  private String loads(String... arguments) {
    ProcessBuilder process = caching(arguments);
    process.environment().put("NAMEPLATE_JAVA_OPTS", "-Dx=y  -Xlog:class+load:stdout");
    return ran(process)
        .out()
        .lines()
        .filter(line -> line.contains(" dev.nameplate.server.cli.Cli "))
        .collect(Collectors.joining());
  }

  @ParameterizedTest(name = "NAMEPLATE_CACHE={0}")
  @CsvSource({"relative/path", "/proc/nameplate", "/dev/null", "/a:b"})
  void without_a_directory_for_archives_commands_run_as_well(String unusable) {
    ProcessBuilder process = process(launcher.toString(), "version");
    process.environment().put("NAMEPLATE_CACHE", unusable);
    Ran run = ran(process);

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("nameplate ");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void without_a_home_commands_run_as_well() throws IOException {
    ProcessBuilder process = process(launcher.toString(), "version");
    process.environment().remove("NAMEPLATE_CACHE");
    process.environment().remove("XDG_CACHE_HOME");
    process.environment().remove("HOME");
    assertThat(ran(process).out()).startsWith("nameplate ");
    assertThat(Path.of("/nameplate")).doesNotExist();
  }

  private Ran ran(String... arguments) {
    return ran(process(launcher.toString(), arguments));
  }

  private ProcessBuilder process(String program, String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    Map<String, String> environment = process.environment();
    environment.keySet().removeIf(name -> name.startsWith("NAMEPLATE_"));
    environment.remove("MALLOC_ARENA_MAX");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.put("NAMEPLATE_CACHE", "");
    return process;
  }

  private static Ran ran(ProcessBuilder process) {
    try {
      Process started = process.start();
      started.getOutputStream().close();
      return finished(started);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Ran finished(Process process) throws IOException {
    CompletableFuture<String> err =
        CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
    String out = text(process.getInputStream());
    int exitCode = process.onExit().orTimeout(PATIENCE_SECONDS, SECONDS).join().exitValue();
    return new Ran(exitCode, out, err.join());
  }

  private static String text(InputStream stream) {
    try (stream) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
