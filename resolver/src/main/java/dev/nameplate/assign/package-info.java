/** Assigning, updating and retiring identifiers. */
@NullMarked
package dev.nameplate.assign;

import org.jspecify.annotations.NullMarked;
