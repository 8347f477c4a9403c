/**
 * Reading tables and records into a node, and writing them out again, in bulk: {@code import} and
 * {@code export}.
 */
@NullMarked
package dev.nameplate.server.cli.bulk;

import org.jspecify.annotations.NullMarked;
