/**
 * The command line. Every command reads its options by the same mixins, reaches a node by the same
 * {@link dev.nameplate.server.cli.options.NodeConnection}, writes to one {@link
 * dev.nameplate.server.cli.output.Output}, and fails by throwing.
 */
@NullMarked
package dev.nameplate.server.cli;

import org.jspecify.annotations.NullMarked;
