package dev.troupe.engine.actor;

import dev.troupe.engine.counters.LaneCensus;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;

/** Asks all lanes of a node what they hold. */
final class LaneCensuses {
    private LaneCensuses() {}

    /** Completes on the thread of the last lane to answer; never if the lanes have ended. */
    static CompletionStage<LaneCensus> take(List<ActorRef<LaneActor.Command>> lanes) {
        List<CompletableFuture<LaneCensus>> answers =
                lanes.stream().map(LaneCensuses::take).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(all -> LaneCensus.sum(
                        answers.stream().map(CompletableFuture::join).toList()));
    }

    private static CompletableFuture<LaneCensus> take(ActorRef<LaneActor.Command> lane) {
        var answer = new CompletableFuture<LaneCensus>();
        lane.tell(new LaneActor.TakeCensus(answer));
        return answer;
    }
}
