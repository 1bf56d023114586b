package dev.troupe.cluster;

import dev.troupe.cluster.Directory.HostedType;
import dev.troupe.engine.external.LocalServed;
import dev.troupe.engine.external.Served;
import dev.troupe.engine.external.ServedDirectory;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What workers serve, as entries of the directory; each ends with the node that its worker is connected to. */
final class ClusterServed implements ServedDirectory {
    private final ClusterNode node;
    private final Set<String> roles;
    private final LocalServed local = new LocalServed();

    ClusterServed(ClusterNode node, Set<String> roles) {
        this.node = node;
        this.roles = roles;
    }

    @Override
    public Set<Served> all() {
        return node.directory().served();
    }

    @Override
    public boolean isOwn(String agentType) {
        var known = node.directory().types().get(agentType);
        return known != null && !known.external();
    }

    /** Under a lock, so that the changes of this node reach the directory in the order in which they were made here. */
    @Override
    public synchronized CompletionStage<Void> change(Set<Served> add, Set<Served> remove) {
        if (!roles.contains(ROLE)) {
            return CompletableFuture.failedFuture(new IllegalStateException("roles: " + roles + " (expected: '" + ROLE
                    + "' among them; only such nodes have workers, see troupe.cluster.roles)"));
        }
        Set<String> added = new HashSet<>();
        add.forEach(each -> added.add(Directory.served(each, node.self())));
        for (String type : local.add(add)) {
            node.core().externals().add(type);
            added.add(Directory.type(type, HostedType.BY_WORKERS));
            added.add(Directory.host(type, node.self()));
        }
        Set<String> removed = new HashSet<>();
        remove.forEach(each -> removed.add(Directory.served(each, node.self())));
        var gone = local.remove(remove);
        for (String type : gone) {
            node.core().externals().remove(type);
            removed.add(Directory.host(type, node.self()));
        }
        return node.change(added, removed::contains).thenRun(() -> gone.forEach(this::stop));
    }

    private void stop(String type) {
        if (!node.core().externals().has(type)) {
            node.stopAgents(type);
        }
    }
}
