/**
 * The JSON of every word, both ways: what {@code --json} and {@code export} write and {@code
 * import} reads. Words such as identifiers are texts; errors of reading name the path of the field.
 */
@NullMarked
package dev.nameplate.server.json;

import org.jspecify.annotations.NullMarked;
