package dev.troupe.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpenChangesTest {
    private final OpenChanges changes = new OpenChanges(2);
    private final List<CompletableFuture<Void>> started = new ArrayList<>();
    private final List<CompletableFuture<Void>> given = new ArrayList<>();

    @Test
    void refusesAndCountsWhatIsOverTheLimit() {
        startSome(3);

        assertThat(started).hasSize(2);
        assertThat(given.get(2))
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .havingCause()
                .isInstanceOfSatisfying(
                        AgentException.class,
                        refusal -> assertThat(refusal.failure().kind()).isEqualTo(Failure.Kind.OVERLOADED))
                .withMessageContaining("2 changes are under way (troupe.cluster.directory-changes)");
        assertThat(changes.refused()).isEqualTo(1);
    }

    @Test
    void hasRoomAgainWhenAChangeHasEndedWellOrBadly() {
        startSome(2);

        started.get(0).complete(null);
        started.get(1).completeExceptionally(new IllegalStateException("no majority"));
        startSome(2);

        assertThat(started).hasSize(4);
        assertThat(changes.refused()).isZero();
    }

    private void startSome(int count) {
        for (int each = 0; each < count; each++) {
            given.add(changes.start(() -> {
                var change = new CompletableFuture<Void>();
                started.add(change);
                return change;
            }));
        }
    }
}
