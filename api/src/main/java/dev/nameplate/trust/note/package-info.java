/** Signed notes, and the names of logs and of the keys that sign them. */
@NullMarked
package dev.nameplate.trust.note;

import org.jspecify.annotations.NullMarked;
