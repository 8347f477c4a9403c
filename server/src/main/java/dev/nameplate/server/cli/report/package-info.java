/** Answers to traces and recalls in the forms that others read: tables, provenance, graphs. */
@NullMarked
package dev.nameplate.server.cli.report;

import org.jspecify.annotations.NullMarked;
