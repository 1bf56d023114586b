package dev.troupe.cluster;

import static java.util.stream.Collectors.toSet;

import dev.troupe.engine.Outside;
import dev.troupe.engine.TurnListener;
import dev.troupe.engine.actor.RuntimeCore;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What a node has to give away before it leaves: its agents, and what was sent from it. Thread-safe. */
final class NodeWork implements Drain.Node {
    private final RuntimeCore core;
    private final Hosts hosts;
    private final String self;
    private final Function<Set<String>, CompletionStage<Void>> withdraw;

    /**
     * @param self how the directory names the node
     * @param withdraw takes entries out of the directory; its stage completes when every node knows
     */
    NodeWork(RuntimeCore core, Hosts hosts, String self, Function<Set<String>, CompletionStage<Void>> withdraw) {
        this.core = core;
        this.hosts = hosts;
        this.self = self;
        this.withdraw = withdraw;
    }

    @Override
    public Set<String> movableTypes() {
        Set<String> types = new HashSet<>();
        for (String type : hosts.types()) {
            var living = hosts.live(type);
            if (living.remove(self) && !living.isEmpty()) {
                types.add(type);
            }
        }
        return types;
    }

    @Override
    public CompletionStage<Void> stopHosting(Set<String> types) {
        return withdraw.apply(
                types.stream().map(type -> Directory.host(type, self)).collect(toSet()));
    }

    /** An agent that nobody can take any more stays. */
    @Override
    public int agents(Set<String> types) {
        return core.activeAgents()
                .count(type -> types.contains(type) && !hosts.live(type).isEmpty());
    }

    @Override
    public int agents() {
        return core.activeAgents().count(type -> true);
    }

    @Override
    public void stopSending() {
        core.stopSending();
    }

    @Override
    public CompletionStage<Long> unsettled(boolean all) {
        return core.census()
                .thenApply(census -> census.byType().entrySet().stream()
                        .filter(of -> all || isHosted(of.getKey()))
                        .mapToLong(of -> of.getValue().messages())
                        .sum());
    }

    private boolean isHosted(String type) {
        return !type.equals(Outside.TYPE) && !hosts.live(type).isEmpty();
    }

    @Override
    public void listen(TurnListener listener) {
        core.listen(listener);
    }
}
