package dev.troupe.agent;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Fixes the JSON name of a message, an answer or an event. Without it the name is {@code <agent type>.<SimpleName>}.
 * An event that other types subscribe to should carry it: then they can read it without knowing its publisher.
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface MessageName {
    /** Letters, digits, {@code _}, {@code -} and {@code .}; for example {@code triage.Decision}. */
    String value();
}
