/** Options that several commands have: which node is asked, and whom to believe. */
@NullMarked
package dev.nameplate.server.cli.options;

import org.jspecify.annotations.NullMarked;
