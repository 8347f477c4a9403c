/** Certificates of answers: their rows, and their signing. */
@NullMarked
package dev.nameplate.trace.certificate;

import org.jspecify.annotations.NullMarked;
