package dev.nameplate.server.operation;

import dev.nameplate.node.Mirror;
import dev.nameplate.node.Node;
import dev.nameplate.node.NodeView;

/**
 * Everything that can be asked of a node. Each method takes the {@link Call} and a request in the
 * words of the resolver; whether the caller may is decided in {@link Operation}.
 *
 * @param records questions about records
 * @param writes assigns, updates and retires identifiers
 * @param prefixes who has which prefix
 * @param lineage captures events, and follows them
 * @param log reads the log, and proves what is in it
 * @param limits what callers may have the node do
 */
public record Operations(
    RecordOperations records,
    WriteOperations writes,
    PrefixOperations prefixes,
    LineageOperations lineage,
    LogOperations log,
    CallLimits limits) {
  /** The operations of a node for callers in this process, which asks nobody else. */
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
