/** Metadata templates: rules for the values of records, and search by value. */
@NullMarked
package dev.nameplate.template;

import org.jspecify.annotations.NullMarked;
