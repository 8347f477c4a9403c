package dev.nameplate.server.cli;

import dev.nameplate.server.cli.output.Columns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Help;

/** The list of commands in the help, grouped by task. */
final class CommandGroups {
  /** Width of the names, in columns. */
  private static final int NAME = 18;

  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("See what it does", List.of("demo", "version", "completion"));
    GROUPS.put(
        "Run a node",
        List.of("init", "serve", "keys", "prefix", "backup", "restore", "statistics"));
    GROUPS.put("Assign", List.of("assign", "assign-range", "mint", "update", "retire", "import"));
    GROUPS.put("Ask", List.of("resolve", "history", "list", "search", "export"));
    GROUPS.put("Trace", List.of("capture", "trace", "reconcile", "recall", "events"));
    GROUPS.put("Check", List.of("verify", "log", "root"));
    GROUPS.put("Measure", List.of("bench"));
  }

  private CommandGroups() {}

  /** The commands in their groups; subcommands as a plain list. */
  static String render(Help help) {
    StringBuilder text = new StringBuilder();
    if (help.commandSpec().userObject() instanceof Nameplate root) {
      Map<String, String> headers = root.headers();
      GROUPS.forEach(
          (heading, names) -> {
            text.append(help.colorScheme().text(String.format("%n@|bold %s|@%n", heading)));
            names.stream()
                .filter(headers::containsKey)
                .forEach(name -> addLine(text, name, headers.getOrDefault(name, ""), help));
          });
    } else {
      help.subcommands()
          .forEach(
              (name, command) ->
                  addLine(
                      text,
                      name,
                      String.join(" ", command.commandSpec().usageMessage().header()),
                      help));
    }
    return text.toString();
  }

  private static void addLine(StringBuilder text, String name, String does, Help help) {
    String before = help.colorScheme().commandText(Columns.padded(name, NAME)).toString();
    int left = help.commandSpec().usageMessage().width() - NAME - 2;
    String line = "";
    for (String word : does.split(" ", -1)) {
      if (!line.isEmpty() && Columns.width(line) + 1 + Columns.width(word) > left) {
        append(text, before, line);
        before = " ".repeat(NAME);
        line = "";
      }
      line += line.isEmpty() ? word : " " + word;
    }
    append(text, before, line);
  }

  private static void append(StringBuilder text, String name, String does) {
    text.append("  ").append(name).append(does).append(System.lineSeparator());
  }
}
