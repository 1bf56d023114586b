package dev.troupe.cluster;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.ddata.typed.javadsl.ReplicatorMessageAdapter;

/**
 * The one actor per node that changes and watches the {@link Directory}. A change is written to a majority; then every
 * other node is asked to read from a majority, and only when all have answered is the change reported done: from then
 * on a publication from any of them sees it. A node that starts reads after it has announced itself, so it either sees
 * the change or is asked.
 */
final class Mediator extends AbstractBehavior<Mediator.Command> {
    static final String NAME = "troupe-mediator";
    private static final Key<ORSet<String>> KEY = ORSetKey.create("troupe-directory");

    interface Command {}

    /** Changes entries; the future completes when every node of this side knows. */
    record Change(Set<String> add, Predicate<String> remove, CompletableFuture<Void> done) implements Command {}

    /** Forgets what belongs to a node that has left. */
    record Forget(String node) implements Command {}

    private record Written(Change change, Replicator.UpdateResponse<ORSet<String>> response) implements Command {}

    private record Read(Runnable then, Replicator.GetResponse<ORSet<String>> response) implements Command {}

    private record Changed(Replicator.SubscribeResponse<ORSet<String>> response) implements Command {}

    private record TimedOut(long round) implements Command {}

    /** Waits for the answers to one change. */
    private record Round(Set<String> waitingFor, Change change) {}

    /** What the mediator needs of its node. */
    record Setup(String self, Duration timeout, Consumer<Directory> onDirectory, Predicate<String> isLive, Tell tell) {}

    /** Reaches the mediator of another node. */
    interface Tell {
        void tell(String node, Command command);
    }

    private final Setup setup;
    private final TimerScheduler<Command> timers;
    private final ReplicatorMessageAdapter<Command, ORSet<String>> replicator;
    private final SelfUniqueAddress selfAddress;
    private final Map<Long, Round> rounds = new HashMap<>();
    private Directory directory = Directory.EMPTY;
    private long lastRound;

    private Mediator(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            ReplicatorMessageAdapter<Command, ORSet<String>> replicator,
            Setup setup) {
        super(context);
        this.setup = setup;
        this.timers = timers;
        this.replicator = replicator;
        this.selfAddress = DistributedData.get(context.getSystem()).selfUniqueAddress();
        replicator.subscribe(KEY, Changed::new);
    }

    static Behavior<Command> create(Setup setup) {
        return Behaviors.setup(context ->
                Behaviors.withTimers(timers -> DistributedData.<Command, ORSet<String>>withReplicatorMessageAdapter(
                        replicator -> new Mediator(context, timers, replicator, setup))));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Change.class, this::onChange)
                .onMessage(Written.class, this::onWritten)
                .onMessage(Read.class, this::onRead)
                .onMessage(Changed.class, this::onChanged)
                .onMessage(Wire.Refresh.class, this::onRefresh)
                .onMessage(Wire.Refreshed.class, this::onRefreshed)
                .onMessage(TimedOut.class, this::onTimedOut)
                .onMessage(Forget.class, this::onForget)
                .build();
    }

    private Behavior<Command> onChange(Change change) {
        replicator.askUpdate(
                replyTo -> new Replicator.Update<>(
                        KEY,
                        ORSet.empty(),
                        new Replicator.WriteMajority(setup.timeout()),
                        replyTo,
                        entries -> changed(entries, change)),
                response -> new Written(change, response));
        return this;
    }

    private ORSet<String> changed(ORSet<String> entries, Change change) {
        var result = entries;
        for (String entry : entries.getElements()) {
            if (change.remove().test(entry)) {
                result = result.remove(selfAddress, entry);
            }
        }
        for (String entry : change.add()) {
            result = result.add(selfAddress, entry);
        }
        return result;
    }

    private Behavior<Command> onWritten(Written written) {
        var change = written.change();
        if (!(written.response() instanceof Replicator.UpdateSuccess)) {
            change.done()
                    .completeExceptionally(new IllegalStateException("directory: no majority of nodes took the change ("
                            + written.response() + "); it may still take effect"));
            return this;
        }
        read(() -> startRound(change));
        return this;
    }

    private void startRound(Change change) {
        Set<String> others = new HashSet<>(directory.nodes());
        others.remove(setup.self());
        others.removeIf(node -> !setup.isLive().test(node));
        if (others.isEmpty()) {
            change.done().complete(null);
            return;
        }
        long round = ++lastRound;
        rounds.put(round, new Round(others, change));
        others.forEach(node -> setup.tell().tell(node, new Wire.Refresh(setup.self(), round)));
        timers.startSingleTimer(round, new TimedOut(round), setup.timeout());
    }

    private Behavior<Command> onRefresh(Wire.Refresh refresh) {
        read(() -> setup.tell().tell(refresh.from(), new Wire.Refreshed(setup.self(), refresh.round())));
        return this;
    }

    private Behavior<Command> onRefreshed(Wire.Refreshed refreshed) {
        finish(refreshed.node(), refreshed.round());
        return this;
    }

    private void finish(String node, long number) {
        var round = rounds.get(number);
        if (round != null
                && round.waitingFor().remove(node)
                && round.waitingFor().isEmpty()) {
            rounds.remove(number);
            timers.cancel(number);
            round.change().done().complete(null);
        }
    }

    private Behavior<Command> onTimedOut(TimedOut timedOut) {
        var round = rounds.remove(timedOut.round());
        if (round != null) {
            round.change()
                    .done()
                    .completeExceptionally(new IllegalStateException("directory: changed, but not confirmed by "
                            + round.waitingFor() + " within " + setup.timeout()));
        }
        return this;
    }

    private Behavior<Command> onForget(Forget forget) {
        for (long round : Set.copyOf(rounds.keySet())) {
            finish(forget.node(), round);
        }
        var change =
                new Change(Set.of(), entry -> Directory.belongsTo(entry, forget.node()), new CompletableFuture<>());
        replicator.askUpdate(
                replyTo -> new Replicator.Update<>(
                        KEY, ORSet.empty(), Replicator.writeLocal(), replyTo, entries -> changed(entries, change)),
                response -> new Read(() -> {}, new Replicator.NotFound<>(KEY)));
        return this;
    }

    private void read(Runnable then) {
        replicator.askGet(
                replyTo -> new Replicator.Get<>(KEY, new Replicator.ReadMajority(setup.timeout()), replyTo),
                response -> new Read(then, response));
    }

    private Behavior<Command> onRead(Read read) {
        if (read.response() instanceof Replicator.GetSuccess<ORSet<String>> success) {
            update(success.get(KEY));
        } else if (read.response() instanceof Replicator.GetFailure) {
            read(read.then()); // no majority answered: it has to, or the change that waits for this times out
            return this;
        }
        read.then().run();
        return this;
    }

    private Behavior<Command> onChanged(Changed changed) {
        if (changed.response() instanceof Replicator.Changed<ORSet<String>> now) {
            update(now.get(KEY));
        }
        return this;
    }

    private void update(ORSet<String> entries) {
        directory = Directory.of(entries.getElements());
        setup.onDirectory().accept(directory);
    }
}
