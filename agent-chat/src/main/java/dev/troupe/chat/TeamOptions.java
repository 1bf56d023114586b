package dev.troupe.chat;

import dev.troupe.agent.AgentDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What can be said about a team. Changed only on the copy that {@link #with} makes. */
final class TeamOptions {
    static final TeamOptions DEFAULT = new TeamOptions();

    Optional<String> description = Optional.empty();
    Optional<TerminationCondition> termination = Optional.empty();
    Optional<Integer> maxTurns = Optional.empty();
    Duration turnTimeout = Duration.ofMinutes(10);
    Duration runTimeout = Duration.ofDays(1);
    int maxBytes = 900_000;
    Optional<String> role = Optional.empty();
    boolean durable;
    List<Intervention> interventions = List.of();

    private TeamOptions() {}

    TeamOptions with(Consumer<TeamOptions> change) {
        var copy = new TeamOptions();
        copy.description = description;
        copy.termination = termination;
        copy.maxTurns = maxTurns;
        copy.turnTimeout = turnTimeout;
        copy.runTimeout = runTimeout;
        copy.maxBytes = maxBytes;
        copy.role = role;
        copy.durable = durable;
        copy.interventions = interventions;
        change.accept(copy);
        return copy;
    }

    /** Returns the options of a team that is a member of one with these: it lives where and as long as that one does. */
    TeamOptions nested(TeamOptions inner) {
        return inner.with(options -> {
            options.durable = inner.durable || durable;
            options.role = inner.role.or(() -> role);
        });
    }

    AgentDefinition<?, ?> apply(AgentDefinition<?, ?> definition) {
        var placed = role.<AgentDefinition<?, ?>>map(definition::withRole).orElse(definition);
        return durable ? placed.durable() : placed;
    }

    Optional<TerminationCondition> termination() {
        return termination;
    }

    Optional<Integer> maxTurns() {
        return maxTurns;
    }

    Duration turnTimeout() {
        return turnTimeout;
    }

    Duration runTimeout() {
        return runTimeout;
    }

    int maxBytes() {
        return maxBytes;
    }

    List<Intervention> interventions() {
        return interventions;
    }
}
