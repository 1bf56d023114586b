package dev.troupe.standalone;

import dev.troupe.agent.TopicSubscription;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.engine.actor.RuntimeCore;
import dev.troupe.engine.external.LocalServed;
import dev.troupe.engine.external.Served;
import dev.troupe.engine.external.ServedDirectory;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** What the workers of a process without a cluster serve. */
final class LocalServedDirectory implements ServedDirectory {
    private final RuntimeCore core;
    private final AtomicReference<SubscriptionTable> table;
    private final Function<String, CompletionStage<Void>> stopAgents;
    private final LocalServed local = new LocalServed();
    private Set<Served> all = Set.of();

    LocalServedDirectory(
            RuntimeCore core,
            AtomicReference<SubscriptionTable> table,
            Function<String, CompletionStage<Void>> stopAgents) {
        this.core = core;
        this.table = table;
        this.stopAgents = stopAgents;
    }

    @Override
    public synchronized Set<Served> all() {
        return all;
    }

    @Override
    public boolean isOwn(String agentType) {
        return core.definition(agentType) != null;
    }

    @Override
    public synchronized CompletionStage<Void> change(Set<Served> add, Set<Served> remove) {
        Set<Served> changed = new LinkedHashSet<>(all);
        changed.removeAll(remove);
        changed.addAll(add);
        var routes = routes(changed);
        var gone = new ArrayList<>(routes(all));
        gone.removeAll(routes);
        all = Set.copyOf(changed);
        local.add(add).forEach(core.externals()::add);
        table.updateAndGet(now -> now.without(gone).with(routes));
        List<CompletableFuture<Void>> stopped = new ArrayList<>();
        for (String type : local.remove(remove)) {
            core.externals().remove(type);
            stopped.add(stopAgents.apply(type).toCompletableFuture());
        }
        return CompletableFuture.allOf(stopped.toArray(CompletableFuture[]::new));
    }

    private static List<TopicSubscription> routes(Set<Served> served) {
        List<TopicSubscription> routes = new ArrayList<>();
        for (var each : served) {
            if (each instanceof Served.Route route) {
                routes.add(route.subscription());
            }
        }
        return routes;
    }
}
