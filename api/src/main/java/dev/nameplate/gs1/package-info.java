/** GS1 keys: Digital Links and EPC URNs in one canonical form. */
@NullMarked
package dev.nameplate.gs1;

import org.jspecify.annotations.NullMarked;
