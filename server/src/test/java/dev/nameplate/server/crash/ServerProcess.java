package dev.nameplate.server.crash;

import dev.nameplate.server.Main;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A real {@code serve} in a process of its own. */
final class ServerProcess {
  private final Process process;
  private final String address;

  private ServerProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts one, and returns once it has said that it is ready. */
  static ServerProcess start(Path data) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--data",
                data.toString(),
                "--grpc-port",
                "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
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
      throw new IOException("serve ended before it was ready");
    }
    return new ServerProcess(process, address);
  }

  /** {@code host:port} of its gRPC face. */
  String address() {
    return address;
  }

  /** Ends it as {@code kill -9} does, and waits until it is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }
}
