package dev.nameplate.server.crash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process uses, as Linux and its virtual machine say.
 *
 * @param heap bytes of what is alive on the heap, after a collection
 * @param resident bytes of memory, of the heap and beside it
 * @param threads how many run
 * @param descriptors how many are open
 * @param sockets how many of them are connections or listen
 */
record Usage(long heap, long resident, int threads, int descriptors, int sockets) {
  static Usage of(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    long heap = heap(pid);
    List<String> status = Files.readAllLines(process.resolve("status"));
    int descriptors = 0;
    int sockets = 0;
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      for (Path file : files.toList()) {
        descriptors++;
        sockets += isSocket(file) ? 1 : 0;
      }
    }
    return new Usage(
        heap,
        number(status, "VmRSS:") << 10,
        Math.toIntExact(number(status, "Threads:")),
        descriptors,
        sockets);
  }

  private static boolean isSocket(Path file) throws IOException {
    try {
      return Files.readSymbolicLink(file).toString().startsWith("socket:");
    } catch (NoSuchFileException e) {
      return false; // closed meanwhile
    }
  }

  private static long number(List<String> status, String name) {
    String line = status.stream().filter(each -> each.startsWith(name)).findFirst().orElseThrow();
    return Long.parseLong(line.split("\\s+", 3)[1]);
  }

  /** The sum that a list of all classes ends with; whoever asks for it has the heap collected. */
  private static long heap(long pid) throws IOException {
    String said = histogram(pid);
    String[] total = said.substring(said.lastIndexOf("Total")).split("\\s+", 4);
    return Long.parseLong(total[2]);
  }

  /** The classes of what is alive on a process's heap, those that take most first. */
  static String histogram(long pid) throws IOException {
    Process jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return String.format(
        "%d MiB alive on the heap, %d MiB resident, %d threads, %d descriptors, %d sockets",
        heap >> 20, resident >> 20, threads, descriptors, sockets);
  }
}
