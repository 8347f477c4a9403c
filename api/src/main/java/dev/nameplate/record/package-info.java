/** What an identifier stands for: records and their values. */
@NullMarked
package dev.nameplate.record;

import org.jspecify.annotations.NullMarked;
