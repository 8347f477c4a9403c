/** Words of Nameplate as JSON texts, for embedders that use Jackson. */
@NullMarked
package dev.nameplate.json;

import org.jspecify.annotations.NullMarked;
