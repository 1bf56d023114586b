package dev.troupe.engine.actor;

import dev.troupe.engine.Lane;
import dev.troupe.engine.Owner;
import dev.troupe.engine.Settings;
import dev.troupe.engine.counters.LaneCensus;
import dev.troupe.engine.ledger.LedgerRow;
import dev.troupe.engine.ledger.NodeBooks;
import dev.troupe.engine.ledger.NodeLedger;
import dev.troupe.message.Envelope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/** The lanes of one node. Thread-safe. */
final class Lanes {
    /** A lane and what waits before it. */
    private record Place(ActorRef<LaneActor.Command> lane, Offers offers) {}

    /** One life of a node. */
    record Origin(String node, long incarnation) {}

    private final LaneActor.Setup setup;
    private final List<Place> places;

    private Lanes(LaneActor.Setup setup, List<Place> places) {
        this.setup = setup;
        this.places = places;
    }

    /** Starts them in {@code system}, below the names that other nodes know. */
    static Lanes start(
            ActorSystem<?> system,
            Origin origin,
            Settings settings,
            LaneActor.Setup setup,
            Supplier<? extends Offers> newOffers) {
        List<Place> places = new ArrayList<>();
        for (int lane = 0; lane < settings.delivery().lanes(); lane++) {
            var offers = newOffers.get();
            var behavior = LaneActor.create(Lane.stream(origin.node(), lane, origin.incarnation()), offers, setup);
            var name = RuntimeCore.LANE_NAME + lane;
            places.add(new Place(system.systemActorOf(behavior, name, RuntimeCore.DELIVERY_DISPATCHER), offers));
        }
        var lanes = new Lanes(setup, List.copyOf(places));
        var period = settings.ledger().period();
        system.scheduler()
                .scheduleWithFixedDelay(
                        period, period, () -> lanes.tell(LaneActor.CheckBooks.INSTANCE), system.executionContext());
        return lanes;
    }

    NodeLedger ledger() {
        return setup.ledger();
    }

    /** Gives a message to the lane of its recipient. */
    void post(Envelope envelope, Owner owner) {
        var place = places.get(Math.floorMod(envelope.recipient().hashCode(), places.size()));
        if (place.offers().add(envelope, owner)) {
            place.lane().tell(LaneActor.Wake.INSTANCE);
        }
    }

    ActorRef<LaneActor.Command> lane(int index) {
        return places.get(index).lane();
    }

    void tell(LaneActor.Command command) {
        places.forEach(place -> place.lane().tell(command));
    }

    /** Counts what all hold. Completes on the thread of the last to answer; never if they have ended. */
    CompletionStage<LaneCensus> census() {
        return askAll(LaneActor.TakeCensus::new).thenApply(LaneCensus::sum);
    }

    /** Compares and returns all books. Completes on the thread of the last to answer; never if they have ended. */
    CompletionStage<NodeBooks> books() {
        return askAll(LaneActor.TakeBooks::new).thenApply(answers -> {
            List<LedgerRow> rows = answers.stream().flatMap(Collection::stream).toList();
            return setup.ledger().books(rows);
        });
    }

    private <T> CompletableFuture<List<T>> askAll(Function<CompletableFuture<T>, LaneActor.Command> question) {
        List<CompletableFuture<T>> answers = places.stream()
                .map(place -> {
                    var answer = new CompletableFuture<T>();
                    place.lane().tell(question.apply(answer));
                    return answer;
                })
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> answers.stream().map(CompletableFuture::join).toList());
    }
}
