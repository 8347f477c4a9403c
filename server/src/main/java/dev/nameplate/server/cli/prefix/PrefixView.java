package dev.nameplate.server.cli.prefix;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.nameplate.error.VisibleText;
import dev.nameplate.record.Endpoint;
import dev.nameplate.resolve.DescribedPrefix;
import dev.nameplate.server.cli.output.Columns;
import dev.nameplate.server.cli.output.Counts;
import dev.nameplate.server.cli.output.Output;
import dev.nameplate.server.json.Json;
import dev.nameplate.trust.statement.AuthorityKey;
import dev.nameplate.trust.statement.Delegation;
import dev.nameplate.trust.statement.Delegation.State;
import dev.nameplate.trust.statement.DelegationBody;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A prefix as commands show it. For programs: {@code prefix}; for a served prefix, {@code log},
 * {@code suite}, {@code keyId}, {@code checkpointKey}; for an allotted prefix, {@code state},
 * {@code version}, {@code holder}, {@code hosted}, {@code keys[{keyId,suite,log,validFrom,
 * validUntil,revokedFrom}]}, {@code endpoints[]}, {@code validFrom}, {@code validUntil}, {@code
 * position}.
 *
 * @param read the node's description
 */
record PrefixView(DescribedPrefix read) {
  /** The content of the delegation, without verification. */
  Optional<Delegation> delegation() {
    return read.delegation().map(signed -> DelegationBody.parse(signed.body()).delegation());
  }

  /** For programs. */
  ObjectNode json() {
    ObjectNode json = Json.object().put("prefix", read.prefix().toString());
    read.server()
        .ifPresent(
            server ->
                json.put("log", server.log().text())
                    .put("suite", server.key().suite().name())
                    .put("keyId", server.key().keyId().toString())
                    .put("checkpointKey", server.checkpointKey().toString()));
    delegation().ifPresent(delegation -> add(json, delegation));
    read.delegation().ifPresent(signed -> json.put("position", signed.position()));
    return json;
  }

  private static void add(ObjectNode json, Delegation delegation) {
    json.put("state", delegation.state().name())
        .put("version", delegation.version())
        .put("holder", delegation.holder())
        .put("hosted", delegation.hosted());
    delegation.keys().forEach(key -> json.withArray("keys").add(json(key)));
    delegation
        .endpoints()
        .forEach(endpoint -> json.withArray("endpoints").add(endpoint.toString()));
    json.put("validFrom", delegation.validity().from().toString())
        .put("validUntil", delegation.validity().until().toString());
  }

  private static ObjectNode json(AuthorityKey key) {
    ObjectNode json =
        Json.object()
            .put("keyId", key.keyId().toString())
            .put("suite", key.key().suite().name())
            .put("log", key.log().text())
            .put("validFrom", key.validity().from().toString());
    json.put("validUntil", key.validity().ends() ? key.validity().until().toString() : null);
    key.revokedFrom().ifPresent(position -> json.put("revokedFrom", position));
    return json;
  }

  /** For people, on one line. */
  String line(Output output) {
    String prefix = output.bold(VisibleText.of(read.prefix().toString()));
    if (delegation().isEmpty()) {
      return read.server()
          .map(
              server ->
                  "%s  log %s  %s key %s"
                      .formatted(
                          prefix,
                          VisibleText.of(server.log().text()),
                          server.key().suite(),
                          server.key().keyId()))
          .orElse(prefix);
    }
    Delegation delegation = delegation().get();
    return "%s  %s  %s  %s%s"
        .formatted(
            prefix,
            state(output, delegation),
            VisibleText.of(delegation.holder()),
            delegation.hosted() ? "hosted here" : endpoints(delegation),
            delegation.state() == State.REVOKED ? "" : "  until " + delegation.validity().until());
  }

  /** For people, in full. */
  List<String> lines(Output output) {
    Columns columns = new Columns("").add("prefix", VisibleText.of(read.prefix().toString()));
    delegation().ifPresent(delegation -> add(columns, output, delegation));
    read.server()
        .ifPresent(
            server ->
                columns
                    .add("log", VisibleText.of(server.log().text()))
                    .add("key", server.key().keyId() + "  (" + server.key().suite() + ")")
                    .add("log key", VisibleText.of(server.checkpointKey().toString())));
    int above = read.chain().size();
    if (above > 0) {
      columns.add("proof", Counts.of(above, "delegation") + " above");
    }
    return columns.lines();
  }

  private static void add(Columns columns, Output output, Delegation delegation) {
    columns
        .add("state", state(output, delegation))
        .add("holder", VisibleText.of(delegation.holder()))
        .add("version", Long.toString(delegation.version()))
        .add(
            "valid",
            delegation.state() == State.REVOKED
                ? "revoked permanently"
                : "until " + delegation.validity().until() + ", renewed automatically before");
    if (delegation.hosted()) {
      columns.add("served by", "this node (hosted)");
    } else {
      columns.add("served by", endpoints(delegation));
    }
    for (AuthorityKey key : delegation.keys()) {
      columns
          .add("key", key.keyId() + "  (" + key.key().suite() + ", log " + key.log() + ")")
          .add("", counts(output, key));
    }
  }

  private static String counts(Output output, AuthorityKey key) {
    String counts = "valid " + key.validity();
    if (key.revokedFrom().isPresent()) {
      return counts
          + output.bad("; revoked from position " + key.revokedFrom().getAsLong() + " on");
    }
    return key.validity().until().isAfter(Instant.now()) ? counts : output.faint(counts);
  }

  private static String endpoints(Delegation delegation) {
    return delegation.endpoints().stream()
        .map(Endpoint::toString)
        .map(VisibleText::of)
        .collect(Collectors.joining(", "));
  }

  private static String state(Output output, Delegation delegation) {
    return switch (delegation.state()) {
      case ACTIVE -> output.good("active");
      case SUSPENDED -> output.bad("suspended");
      case REVOKED -> output.bad("revoked");
    };
  }
}
