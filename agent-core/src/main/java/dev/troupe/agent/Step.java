package dev.troupe.agent;

/**
 * A side effect within a turn, for {@link AgentContext#step}.
 *
 * @param name names it within its turn
 * @param repeatable whether it may be done again where nobody knows if it was done: because it is harmless, or because
 *     whoever does it recognises the key
 */
public record Step(String name, boolean repeatable) {
    public Step {
        Names.requireKey(name, "step");
    }

    public static Step repeatable(String name) {
        return new Step(name, true);
    }

    /** Says that it must not be done twice, not even if its turn can then not be finished. */
    public static Step once(String name) {
        return new Step(name, false);
    }
}
