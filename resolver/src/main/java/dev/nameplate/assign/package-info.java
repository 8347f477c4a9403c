/** Assigning, updating and retiring identifiers; allotting prefixes. */
@NullMarked
package dev.nameplate.assign;

import org.jspecify.annotations.NullMarked;
