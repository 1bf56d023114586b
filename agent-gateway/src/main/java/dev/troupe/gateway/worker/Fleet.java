package dev.troupe.gateway.worker;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.engine.external.Handover;
import dev.troupe.engine.external.Rendezvous;
import dev.troupe.engine.external.Served;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.engine.external.Workers;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers of this node. Where several serve one type, a hash of the agent's key picks one, the same for all types
 * that they have in common; a key stays with its worker until that goes. Thread-safe.
 */
final class Fleet implements Workers {
    private static final Logger log = LoggerFactory.getLogger(Fleet.class);

    /** Keys whose worker is remembered; one that is forgotten is placed by its hash again. */
    private static final int KEYS_REMEMBERED = 100_000;

    private static final long RETRY_MILLIS = 1_000;

    private final ServedDirectory directory;
    private final WorkerCounters counters;
    private final Predicate<String> isShared;
    private final Map<String, Worker> byClient = new ConcurrentHashMap<>();
    /** Those that serve a type. The lists do not change, since every message looks here. */
    private final Map<String, List<Worker>> byType = new ConcurrentHashMap<>();

    private final Map<String, Set<Runnable>> wantWorker = new ConcurrentHashMap<>();
    private volatile boolean leaving;
    private volatile boolean closed;
    private final Map<String, Worker> placed = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Worker> eldest) {
            return size() > KEYS_REMEMBERED;
        }
    };

    /** @param isShared tells of an agent type whether several workers may serve it */
    Fleet(ServedDirectory directory, WorkerCounters counters, Predicate<String> isShared) {
        this.directory = directory;
        this.counters = counters;
        this.isShared = isShared;
    }

    @Nullable
    Worker find(String client) {
        return byClient.get(client);
    }

    Collection<Worker> all() {
        return byClient.values();
    }

    /** Adds a worker; returns the one that has its name already and has not gone, or itself. */
    Worker add(Worker worker) {
        return byClient.merge(worker.client(), worker, (there, added) -> there.isGone() ? added : there);
    }

    /** A worker can serve a type from now on. */
    void serves(Worker worker, String type) {
        worker.types().add(type);
        byType.merge(type, List.of(worker), Fleet::union);
        wake(type);
    }

    private static List<Worker> union(List<Worker> some, List<Worker> more) {
        Set<Worker> all = new LinkedHashSet<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    private void wake(String type) {
        var waiting = wantWorker.remove(type);
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }

    /** A worker cannot serve a type after all. */
    void servesNot(Worker worker, String type) {
        worker.types().remove(type);
        unlist(worker, type);
    }

    private void unlist(Worker worker, String type) {
        byType.computeIfPresent(type, (key, serving) -> {
            var others = serving.stream().filter(each -> each != worker).toList();
            return others.isEmpty() ? null : others;
        });
    }

    @Override
    public @Nullable Runnable offer(Handover handover, Runnable whenRoom) {
        if (leaving) {
            return null; // it stays with its agent, which moves
        }
        var recipient = handover.envelope().recipient();
        var able = able(recipient.type());
        if (able.isEmpty()) {
            return awaitWorker(recipient.type(), whenRoom);
        }
        var worker = place(recipient, able);
        if (worker == null) {
            refuse(handover);
            return () -> {};
        }
        return worker.offer(handover, whenRoom);
    }

    private List<Worker> able(String agentType) {
        return byType.getOrDefault(agentType, List.of());
    }

    /** Returns the worker that has an agent; null if it is none of this node. */
    @Nullable
    Worker serving(AgentId agent) {
        var able = able(agent.type());
        return able.isEmpty() ? null : place(agent, able);
    }

    private @Nullable Runnable awaitWorker(String type, Runnable whenRoom) {
        wantWorker.merge(type, Set.of(whenRoom), (before, more) -> {
            Set<Runnable> all = new LinkedHashSet<>(before);
            all.addAll(more);
            return all;
        });
        if (!able(type).isEmpty()) {
            wake(type); // it came meanwhile
        }
        return null;
    }

    @Override
    public void waitsNoMore(Runnable whenRoom) {
        all().forEach(worker -> worker.waitsNoMore(whenRoom));
        wantWorker.replaceAll((type, waiting) -> {
            Set<Runnable> others = new LinkedHashSet<>(waiting);
            return others.remove(whenRoom) ? others : waiting;
        });
    }

    /** Workers of a tenant reach its keys alone: for them the others' agents do not exist. */
    private static void refuse(Handover handover) {
        if (!handover.isRequest() && handover.envelope().topic() != null) {
            handover.done(null);
            return;
        }
        handover.refused(Failure.of(
                Failure.Kind.REJECTED,
                "agent " + handover.envelope().recipient()
                        + ": the workers that serve its type belong to other tenants"));
    }

    private @Nullable Worker place(AgentId agent, List<Worker> able) {
        String key = agent.key();
        if (able.size() == 1 && !isShared.test(agent.type())) {
            return able.get(0).principal().reaches(key) ? able.get(0) : null;
        }
        synchronized (placed) {
            var before = placed.get(key);
            if (before != null && able.contains(before)) {
                return before;
            }
            var best = able.stream()
                    .filter(worker -> worker.principal().reaches(key))
                    .max(Comparator.comparingLong(worker -> Rendezvous.rank(key, worker.client())))
                    .orElse(null);
            if (best != null && (before == null || byClient.get(before.client()) != before)) {
                placed.put(key, best);
            }
            return best;
        }
    }

    /** A worker has gone: nothing of what it served is left when the stage completes. */
    CompletionStage<Void> remove(Worker worker) {
        long inDoubt = worker.eventsInDoubt();
        int unanswered = worker.end(handover -> whyNobodyElse(handover, worker));
        byClient.remove(worker.client(), worker);
        worker.types().forEach(type -> unlist(worker, type));
        synchronized (placed) {
            placed.values().removeIf(each -> each == worker);
        }
        worker.removed();
        counters.eventsInDoubt(inDoubt);
        log.info(
                "Worker {} has gone, with {} requests unanswered and {} events written in its last {} s",
                worker.client(),
                unanswered,
                inDoubt,
                RecentCount.SECONDS);
        Set<Served> served = new HashSet<>();
        for (var each : directory.all()) {
            if (each.client().equals(worker.client())) {
                served.add(each);
            }
        }
        worker.types().forEach(type -> served.add(new Served.Type(worker.client(), type)));
        return withdraw(served)
                .thenRun(() -> wantWorker.keySet().removeIf(type -> able(type).isEmpty())); // those agents have ended
    }

    /** Again and again, if the directory does not take it: else a type would belong for ever to a worker that is gone. */
    private CompletionStage<Void> withdraw(Set<Served> served) {
        return directory.change(Set.of(), served).exceptionallyCompose(thrown -> {
            if (closed) {
                return CompletableFuture.failedFuture(thrown);
            }
            log.warn("What a worker that has gone served is still in the directory; this is tried again", thrown);
            return Delay.of(RETRY_MILLIS).thenCompose(waited -> withdraw(served));
        });
    }

    /** Gives the workers nothing more; what they have they may finish. */
    void leave() {
        leaving = true;
    }

    /** The node leaves: what its workers serve ends with it. */
    void close() {
        closed = true;
    }

    /** Returns why a request has no answer, if nobody in the cluster serves its type any more. */
    private @Nullable Failure whyNobodyElse(Handover handover, Worker gone) {
        AgentId recipient = handover.envelope().recipient();
        boolean others = able(recipient.type()).stream().anyMatch(worker -> worker != gone)
                || servedElsewhere(recipient.type(), gone);
        return others
                ? null
                : Failure.of(
                        Failure.Kind.UNAVAILABLE,
                        "the worker that served " + recipient + " has gone before it answered, and no other serves '"
                                + recipient.type() + "' (connect one, then ask again)");
    }

    private boolean servedElsewhere(String agentType, Worker gone) {
        for (var each : directory.all()) {
            if (each instanceof Served.Type type
                    && type.agentType().equals(agentType)
                    && !type.client().equals(gone.client())) {
                return true;
            }
        }
        return false;
    }
}
