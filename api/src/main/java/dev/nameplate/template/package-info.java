/** Metadata templates: what the values of records must be, and how they are found by value. */
@NullMarked
package dev.nameplate.template;

import org.jspecify.annotations.NullMarked;
