package dev.nameplate.server.cli.trace;

import dev.nameplate.event.ItemId;
import dev.nameplate.event.Occurrence;
import dev.nameplate.server.json.EventJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that capture one event of a kind. */
final class CaptureKinds {
  private static final String ITEM = "ITEM[=AMOUNT UNIT]";
  private static final String ITEMS =
      "An item, for example 88.118.8/COIL-1 or 88.118.8/COIL-1=21.40TNE; may be repeated.";

  private CaptureKinds() {}

  /** The {@code capture create} command. */
  @Command(
      name = "create",
      header = "Record items that came into being: made, harvested or bought from outside.",
      description = "",
      footer = "  nameplate capture create --item 88.118.8/HEAT-7=118.5TNE --step melting")
  static final class Create extends CaptureOne {
    @Option(names = "--item", required = true, paramLabel = ITEM, description = ITEMS)
    private List<String> items = new ArrayList<>();

    @Override
    Occurrence occurrence() {
      return new Occurrence.Created(ItemText.parse("--item", items));
    }
  }

  /** Items ceased to be. */
  @Command(
      name = "retire",
      header = "Record items that ended: scrapped, consumed or destroyed.",
      description = "",
      footer = "  nameplate capture retire --item 88.118.8/COIL-1=0.35TNE --step scrapping")
  static final class Retire extends CaptureOne {
    @Option(names = "--item", required = true, paramLabel = ITEM, description = ITEMS)
    private List<String> items = new ArrayList<>();

    @Override
    Occurrence occurrence() {
      return new Occurrence.Retired(ItemText.parse("--item", items));
    }
  }

  /** The {@code capture process} command. */
  @Command(
      name = "process",
      header = "Record items made from other items; only this event creates lineage.",
      description = "",
      footer = {
        "  nameplate capture process --input 88.118.8/COIL-1=21.40TNE --step slitting \\",
        "      --output 88.118.8/COIL-1-A=10.60TNE --output 88.118.8/COIL-1-B=10.55TNE"
      })
  static final class MadeOf extends CaptureOne {
    @Option(
        names = "--input",
        paramLabel = ITEM,
        description = "Item used, for example 88.118.8/COIL-1=21.40TNE; may be repeated.")
    private List<String> inputs = new ArrayList<>();

    @Option(names = "--output", paramLabel = ITEM, description = "Item made; may be repeated.")
    private List<String> outputs = new ArrayList<>();

    @Option(
        names = "--process",
        paramLabel = "TEXT",
        description =
            "Id of the process: events with the same id belong to one process, so a long "
                + "process can be recorded in parts.")
    private String process = "";

    @Option(names = "--partial", description = "The inputs were only partly used.")
    private boolean partial;

    @Override
    Occurrence occurrence() {
      return new Occurrence.Processed(
          process, ItemText.parse("--input", inputs), ItemText.parse("--output", outputs), partial);
    }
  }

  /** The {@code capture contain} command. */
  @Command(
      name = "contain",
      header = "Record items put into another item, or taken out of it.",
      description = "",
      footer =
          "  nameplate capture contain --parent 88.118.9/TRUCK-68092 --item 88.118.9/PANEL-1 --step loading")
  static final class Contain extends CaptureOne {
    @Option(
        names = "--parent",
        required = true,
        paramLabel = "ITEM",
        description = "The container: a crate, a truck, a place.")
    private String parent = "";

    @Option(
        names = "--item",
        paramLabel = ITEM,
        description = ITEMS + " With --change leave, no item means all items.")
    private List<String> items = new ArrayList<>();

    @Option(
        names = "--change",
        paramLabel = "CHANGE",
        description = "The change: enter, leave or seen. Default: enter.")
    private Occurrence.Change change = Occurrence.Change.ENTER;

    @Option(
        names = "--bond",
        paramLabel = "BOND",
        description = "The bond: packed, or installed (permanent). Default: packed.")
    private Occurrence.Bond bond = Occurrence.Bond.PACKED;

    @Override
    Occurrence occurrence() {
      return new Occurrence.Contained(
          Optional.of(ItemId.parse(parent)), ItemText.parse("--item", items), change, bond);
    }
  }

  /** Items passed from one party to another. */
  @Command(
      name = "transfer",
      header = "Record items handed from one party to another.",
      description = "",
      footer = {
        "  nameplate capture transfer --item 88.118.8/COIL-1=21.40TNE --from 88.118.8 --to 88.118.9 \\",
        "      --side given --document DESADV-4711 --step shipping"
      })
  static final class Transfer extends CaptureOne {
    @Option(names = "--item", required = true, paramLabel = ITEM, description = ITEMS)
    private List<String> items = new ArrayList<>();

    @Option(
        names = "--from",
        paramLabel = "TEXT",
        description = "The giver: an item's name, a prefix or plain text.")
    private String from = "";

    @Option(
        names = "--to",
        paramLabel = "TEXT",
        description =
            "The receiver, likewise. Under the prefix of another node, a downstream trace "
                + "continues at that node.")
    private String to = "";

    @Option(
        names = "--side",
        paramLabel = "SIDE",
        description = "Side of the recorder: given, received or unsaid. Default: unsaid.")
    private Occurrence.Side side = Occurrence.Side.UNSAID;

    @Option(
        names = "--document",
        paramLabel = "TEXT",
        description = "An order, a despatch advice, an invoice; may be repeated.")
    private List<String> documents = new ArrayList<>();

    @Override
    Occurrence occurrence() {
      return new Occurrence.Transferred(ItemText.parse("--item", items), from, to, side, documents);
    }
  }

  /** Items were seen. */
  @Command(
      name = "observe",
      header = "Record items that were seen, measured, inspected or counted.",
      description = "",
      footer = "  nameplate capture observe --item 88.118.8/COIL-1=21.38TNE --step weighing")
  static final class Observe extends CaptureOne {
    @Option(names = "--item", paramLabel = ITEM, description = ITEMS)
    private List<String> items = new ArrayList<>();

    @Option(
        names = "--document",
        paramLabel = "TEXT",
        description = "A related document, for example a test certificate; may be repeated.")
    private List<String> documents = new ArrayList<>();

    @Override
    Occurrence occurrence() {
      return new Occurrence.Observed(ItemText.parse("--item", items), documents);
    }
  }

  /** An earlier event was wrong. */
  @Command(
      name = "withdraw",
      header = "Withdraw a wrong event: it has no effect any more, and stays readable.",
      description = "",
      footer =
          "  nameplate capture withdraw 3fa2…64 hexadecimal digits --reason 'wrong coil scanned'")
  static final class Withdraw extends CaptureOne {
    @Parameters(
        paramLabel = "EVENT",
        description = "Id of the event, 64 hexadecimal digits from the receipt, or its name.")
    private String event = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Option(
        names = "--replacement",
        paramLabel = "EVENT",
        description = "Id or name of an event that replaces it; may be repeated.")
    private List<String> replacements = new ArrayList<>();

    @Override
    Occurrence occurrence() {
      return new Occurrence.Withdrawn(EventJson.target(event), reason, replacements);
    }
  }
}
