/**
 * What agents, models and tools do, as spans and metrics of OpenTelemetry, named as its conventions for generative AI name
 * them (v1.41.1, in development there).
 *
 * <p>Belongs here: what is measured and how it is called, by OpenTelemetry's API. Does not belong here: where it goes; that
 * is the SDK of the application.
 */
@NullMarked
package dev.troupe.chat.telemetry;

import org.jspecify.annotations.NullMarked;
