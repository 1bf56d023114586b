/** The document-triage system and smaller samples. They use the public API only. */
@NullMarked
package dev.troupe.samples;

import org.jspecify.annotations.NullMarked;
