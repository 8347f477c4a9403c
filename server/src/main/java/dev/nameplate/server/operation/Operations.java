package dev.nameplate.server.operation;

import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeView;

/**
 * All operations of a node. Each method takes the {@link Call} and a request in the words of the
 * resolver; permissions are checked in {@link Operation}.
 *
 * @param records questions about records
 * @param writes assignments, updates and retirements
 * @param prefixes the allotment of prefixes
 * @param lineage capture and tracing of events
 * @param log reading of the log, and proofs
 * @param limits limits of the callers' work
 */
public record Operations(
    RecordOperations records,
    WriteOperations writes,
    PrefixOperations prefixes,
    LineageOperations lineage,
    LogOperations log,
    CallLimits limits) {
  /** The operations of a node for callers in this process, without questions to other nodes. */
  public static Operations of(NodeView node) {
    return of(node, Recursion.NONE, CallLimits.LOCAL);
  }

  /**
   * The operations of a node. They do not close it.
   *
   * @param node the node, or a mirror, which refuses writes
   * @param recursion whether callers may have the node ask others
   * @param limits what callers may have it do
   */
  public static Operations of(NodeView node, Recursion recursion, CallLimits limits) {
    return new Operations(
        RecordOperations.of(node, recursion, limits),
        new WriteOperations(() -> writer(node).registrar()),
        new PrefixOperations(node),
        new LineageOperations(node, () -> writer(node).events(), recursion, limits),
        new LogOperations(node, limits),
        limits);
  }

  private static Node writer(NodeView node) {
    if (node instanceof Mirror mirror) {
      throw mirror.readOnly();
    }
    return (Node) node;
  }
}
