/** Options of several commands: the node, and the trust anchors. */
@NullMarked
package dev.nameplate.server.cli.options;

import org.jspecify.annotations.NullMarked;
