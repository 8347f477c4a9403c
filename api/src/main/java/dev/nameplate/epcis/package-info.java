/**
 * EPCIS 2.0 documents in JSON/JSON-LD: read to events and written from them, in a stream, and the
 * event hash id of CBV 2.0.
 */
@NullMarked
package dev.nameplate.epcis;

import org.jspecify.annotations.NullMarked;
