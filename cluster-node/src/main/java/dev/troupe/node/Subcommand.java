package dev.troupe.node;

/**
 * Adds a command to {@code troupe}: an object with picocli's {@code @Command}, found by {@link java.util.ServiceLoader}
 * through {@code META-INF/services/dev.troupe.node.Subcommand}.
 */
public interface Subcommand extends java.util.concurrent.Callable<Integer> {}
