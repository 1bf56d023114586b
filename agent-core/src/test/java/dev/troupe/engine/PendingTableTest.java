package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PendingTableTest {
    private static final AgentId A = AgentId.of("test", "a");
    private static final AgentId B = AgentId.of("test", "b");
    private static final AgentId C = AgentId.of("test", "c");

    @Test
    void refusesOneRecipientAtItsLimitAndTakesForOthers() {
        var table = new PendingTable(2, 100);
        table.enter(A);
        table.enter(A);

        var refusal = table.enter(A);
        var other = table.enter(B);

        assertThat(refusal).isNotNull().satisfies(e -> {
            assertThat(e.agent()).isEqualTo(A);
            assertThat(e.pending()).isEqualTo(2);
            assertThat(e.limit()).isEqualTo(2);
            assertThat(e.failure().kind()).isEqualTo(Failure.Kind.OVERLOADED);
        });
        assertThat(other).isNull();
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void refusesEverybodyAtTheLimitOverAllRecipients() {
        var table = new PendingTable(2, 3);
        table.enter(A);
        table.enter(A);
        table.enter(B);

        var refusal = table.enter(C);

        assertThat(refusal).isNotNull();
        assertThat(refusal).extracting(BackpressureException::pending).isEqualTo(3);
        assertThat(refusal).extracting(BackpressureException::limit).isEqualTo(3);
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void takesOneMoreForEachThatLeaves() {
        var table = new PendingTable(1, 1);
        table.enter(A);
        table.leave(A);

        var next = table.enter(A);
        var tooMuch = table.enter(B);

        assertThat(next).isNull();
        assertThat(tooMuch).isNotNull();
    }

    @Test
    void doesNotCountWhatItRefused() {
        var table = new PendingTable(1, 3);
        table.enter(A);
        for (int refused = 0; refused < 10; refused++) {
            table.enter(A);
        }
        table.leave(A);

        assertThat(table.total()).isZero();
        assertThat(table.enter(A)).isNull();
        assertThat(table.enter(B)).isNull();
        assertThat(table.enter(C)).isNull();
    }

    @Test
    void holdsItsLimitsAndEndsEmptyWhenManyThreadsComeAndGo() {
        var table = new PendingTable(3, 5);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();

        for (int thread = 0; thread < 8; thread++) {
            threads.add(CompletableFuture.runAsync(() -> comeAndGo(table, inside, most)));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(most.get()).isBetween(1, 5);
        assertThat(table.total()).isZero();
        assertThat(table.enter(A)).isNull();
    }

    private static void comeAndGo(PendingTable table, AtomicInteger inside, AtomicInteger most) {
        for (int round = 0; round < 2_000; round++) {
            var recipient = ThreadLocalRandom.current().nextBoolean() ? A : B;
            if (table.enter(recipient) == null) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                table.leave(recipient);
            }
        }
    }
}
