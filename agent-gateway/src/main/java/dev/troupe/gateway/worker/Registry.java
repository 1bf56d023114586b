package dev.troupe.gateway.worker;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.TopicSubscription;
import dev.troupe.engine.external.Served;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Principal;
import dev.troupe.gateway.access.Resource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What workers say that they serve. A stage fails with {@link IllegalArgumentException}, whose text workers know, with
 * {@link LimitException}, or with {@link AccessDeniedException}.
 */
final class Registry {
    private final ServedDirectory directory;
    private final Fleet fleet;
    private final Access access;
    private final WorkerSettings settings;

    Registry(ServedDirectory directory, Fleet fleet, Access access, WorkerSettings settings) {
        this.directory = directory;
        this.fleet = fleet;
        this.access = access;
        this.settings = settings;
    }

    /** A worker serves an agent type: alone in the cluster, unless that is shared. */
    CompletionStage<Void> register(Worker worker, String agentType) {
        try {
            requireAllowed(worker, agentType);
        } catch (IllegalArgumentException | LimitException | AccessDeniedException e) {
            return CompletableFuture.failedFuture(e);
        }
        fleet.serves(worker, agentType);
        var entry = new Served.Type(worker.client(), agentType);
        return directory
                .change(Set.of(entry), Set.of())
                .thenRun(() -> {
                    requireAlone(worker, agentType);
                    requireHere(worker);
                })
                .exceptionallyCompose(thrown -> {
                    fleet.servesNot(worker, agentType);
                    return undo(entry, thrown);
                });
    }

    /** If two begin at the same moment, neither has the type: else both could believe that they do. */
    private void requireAlone(Worker worker, String agentType) {
        var other = settings.isShared(agentType) ? null : otherThan(worker, agentType);
        if (other != null) {
            throw new IllegalArgumentException(already(agentType, other));
        }
    }

    /** The worker may have gone after the call came, and would never be taken out again. */
    private static void requireHere(Worker worker) {
        if (worker.isGone()) {
            throw new IllegalStateException("client-id " + worker.client() + " has ended its stream");
        }
    }

    private CompletionStage<Void> undo(Served entry, Throwable why) {
        return directory
                .change(Set.of(), Set.of(entry))
                .handle((undone, thrown) -> why)
                .thenCompose(CompletableFuture::failedFuture);
    }

    private void requireAllowed(Worker worker, String agentType) {
        var named = AgentId.of(agentType, worker.client()); // throws if it is no name of a type
        access.require(worker.principal(), Action.READ, new Resource.OfAgentType(named.type()));
        if (directory.isOwn(agentType)) {
            throw new IllegalArgumentException(
                    "Agent type " + agentType + " is one of the cluster's own (expected: another name).");
        }
        if (worker.types().contains(agentType)) {
            throw new IllegalArgumentException(already(agentType, worker.client()));
        }
        var other = settings.isShared(agentType) ? null : otherThan(worker, agentType);
        if (other != null) {
            throw new IllegalArgumentException(already(agentType, other));
        }
        requireRoom(agentType);
    }

    private void requireRoom(String agentType) {
        Set<String> types = new HashSet<>(Set.of(agentType));
        for (var each : directory.all()) {
            if (each instanceof Served.Type type) {
                types.add(type.agentType());
            }
        }
        if (types.size() > settings.limits().types()) {
            throw new LimitException("agent types of workers: " + types.size() + " (expected: <= "
                    + settings.limits().types() + ", troupe.gateway.grpc.max-types)");
        }
    }

    private @Nullable String otherThan(Worker worker, String agentType) {
        for (var each : directory.all()) {
            if (each instanceof Served.Type type
                    && type.agentType().equals(agentType)
                    && !type.client().equals(worker.client())) {
                return type.client();
            }
        }
        return null;
    }

    private static String already(String agentType, String client) {
        return "Agent type " + agentType + " already registered with client " + client + ".";
    }

    /** A worker wants events for the agents of a type. Those that share a type may each want the same. */
    CompletionStage<Void> subscribe(Worker worker, Served.Route route) {
        var subscription = route.subscription();
        try {
            access.require(worker.principal(), Action.READ, new Resource.OfTopicType(topicOf(subscription)));
            access.require(worker.principal(), Action.READ, new Resource.OfAgentType(subscription.agentType()));
        } catch (AccessDeniedException e) {
            return CompletableFuture.failedFuture(e);
        }
        boolean exists = routes().stream().anyMatch(each -> isSame(each, route) && !isShared(each, route));
        if (exists) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("Subscription already exists"));
        }
        return directory
                .change(Set.of(route), Set.of())
                .thenRun(() -> requireHere(worker))
                .exceptionallyCompose(thrown -> undo(route, thrown));
    }

    private static boolean isSame(Served.Route one, Served.Route other) {
        return one.id().equals(other.id()) || one.subscription().equals(other.subscription());
    }

    private boolean isShared(Served.Route one, Served.Route other) {
        return !one.client().equals(other.client())
                && one.subscription().agentType().equals(other.subscription().agentType())
                && settings.isShared(one.subscription().agentType());
    }

    /** A worker takes a subscription of its own back; one with administrator's rights any worker's. */
    CompletionStage<Void> unsubscribe(Worker worker, String id) {
        boolean all = worker.principal().may(Action.ADMIN, new Resource.OfCluster("subscriptions"));
        Set<Served> found = new HashSet<>();
        for (var route : routes()) {
            if (route.id().equals(id) && (route.client().equals(worker.client()) || all)) {
                found.add(route);
            }
        }
        return found.isEmpty()
                ? CompletableFuture.failedFuture(new IllegalArgumentException("Subscription does not exist"))
                : directory.change(Set.of(), found);
    }

    /** Returns the subscriptions of all workers whose topics one may hear. */
    List<Served.Route> subscriptions(Principal principal) {
        return routes().stream()
                .filter(route -> principal.may(Action.READ, new Resource.OfTopicType(topicOf(route.subscription()))))
                .toList();
    }

    private List<Served.Route> routes() {
        return directory.all().stream()
                .filter(Served.Route.class::isInstance)
                .map(Served.Route.class::cast)
                .toList();
    }

    /** Returns what rights speak of: a type, or with a * behind it all that begin so. */
    private static String topicOf(TopicSubscription subscription) {
        return subscription instanceof TopicSubscription.TypeSubscription type
                ? type.topicType()
                : ((TopicSubscription.TypePrefixSubscription) subscription).topicTypePrefix() + "*";
    }
}
