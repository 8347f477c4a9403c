package dev.nameplate.server.crash;

import dev.nameplate.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real {@code serve} in a process of its own. */
final class ServerProcess {
  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one on a free port, and returns once it has said that it is ready. */
  static ServerProcess start(Path data) throws IOException {
    return start(data, 0);
  }

  /**
   * Starts one, and returns once it has said that it is ready.
   *
   * @param port where it listens; 0 for a free one
   * @param options further options of {@code serve}
   */
  static ServerProcess start(Path data, int port, String... options) throws IOException {
    return started(process(List.of(), data, port, options).redirectError(Redirect.INHERIT));
  }

  /**
   * Starts one on a free port, and returns once it has said that it is ready.
   *
   * @param property a system property, {@code name=value}
   * @param errors gets what it says on standard error
   * @throws IOException if it ends before it is ready
   */
  static ServerProcess start(Path data, String property, Path errors) throws IOException {
    return started(process(List.of("-D" + property), data, 0).redirectError(errors.toFile()));
  }

  /**
   * Starts one on a free port, and returns once it has said that it is ready. It logs as one that
   * is installed.
   *
   * @param jvmOptions options of the virtual machine
   * @param errors gets what it says on standard error
   * @param options further options of {@code serve}
   */
  static ServerProcess start(Path data, List<String> jvmOptions, Path errors, String... options)
      throws IOException {
    List<String> all = new ArrayList<>(jvmOptions);
    all.add("-Dlogback.configurationFile=logback.xml"); // not the one for tests
    return started(process(all, data, 0, options).redirectError(errors.toFile()));
  }

  /**
   * Starts one on a free port, and returns once it has said that it is ready.
   *
   * @param files how many files it may have open
   * @param jvmOptions options of the virtual machine
   */
  static ServerProcess startWithFiles(Path data, int files, List<String> jvmOptions)
      throws IOException {
    ProcessBuilder process = process(jvmOptions, data, 0).redirectError(Redirect.INHERIT);
    List<String> limited = new ArrayList<>();
    limited.addAll(List.of("/bin/sh", "-c", "ulimit -n " + files + "; exec \"$@\"", "sh"));
    limited.addAll(process.command());
    return started(process.command(limited));
  }

  private static ServerProcess started(ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    String address = "";
    String line = output.readLine();
    while (line != null && !line.equals("ready")) {
      if (line.startsWith("grpc ")) {
        address = line.substring("grpc ".length());
      }
      line = output.readLine();
    }
    if (line == null || address.isEmpty()) {
      process.destroyForcibly().onExit().join();
      throw new IOException("serve ended before it was ready");
    }
    return new ServerProcess(process, address);
  }

  /** Starts one that must not start, and returns what it says on standard error. */
  static String refusal(Path data) throws IOException {
    Process process =
        process(List.of(), data, 0, "--json").redirectOutput(Redirect.DISCARD).start();
    try {
      String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      process.onExit().join();
      return said;
    } finally {
      process.destroyForcibly();
    }
  }

  private static ProcessBuilder process(
      List<String> jvmOptions, Path data, int port, String... options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1"); // none lives long enough to be worth more
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("serve", "--data", data.toString()));
    command.addAll(List.of("--grpc-port", Integer.toString(port)));
    command.addAll(List.of(options));
    return new ProcessBuilder(command);
  }

  /** {@code host:port} of its gRPC face. */
  String address() {
    return address;
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Waits until it has ended by itself, and returns its exit status. */
  int status() {
    return process.onExit().join().exitValue();
  }

  /** Tells it to stop, and waits until it has. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /**
   * Tells it to stop, and kills it if it has not after so long.
   *
   * @throws InterruptedException if the thread is interrupted meanwhile
   */
  void stop(long seconds) throws InterruptedException {
    process.destroy();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      kill();
    }
  }
}
