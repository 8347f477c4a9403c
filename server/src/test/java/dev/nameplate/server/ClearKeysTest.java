package dev.nameplate.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeConfig;
import dev.nameplate.signing.Passphrase;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class ClearKeysTest {
  @TempDir Path directory;

  @Test
  void a_new_node_with_clear_keys_that_nobody_chose_is_warned_of_once() {
    NodeConfig config = NodeConfig.in(directory).authorityFor("88.118.8");
    assertThat(warnings(config)).singleElement().asString().contains("withPassphrase");
    assertThat(warnings(config)).isEmpty();
  }

  @Test
  void a_choice_is_not_warned_of() {
    NodeConfig config = NodeConfig.in(directory.resolve("a")).authorityFor("88.118.8");
    assertThat(warnings(config.withoutPassphrase())).isEmpty();
    NodeConfig sealed = config.withDirectory(directory.resolve("b"));
    assertThat(warnings(sealed.withPassphrase(Passphrase.of("coil".toCharArray())))).isEmpty();
    assertThat(warnings(NodeConfig.inMemory().authorityFor("88.118.8"))).isEmpty();
  }

  private static List<String> warnings(NodeConfig config) {
    Logger logger = (Logger) LoggerFactory.getLogger(Node.class);
    ListAppender<ILoggingEvent> logged = new ListAppender<>();
    logged.start();
    logger.addAppender(logged);
    try {
      Node.open(config).close();
    } finally {
      logger.detachAppender(logged);
    }
    return logged.list.stream()
        .filter(event -> event.getLevel() == Level.WARN)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
