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
        var table = table(2, 100);
        table.enter(A, null);
        table.enter(A, null);

        var refusal = table.enter(A, null);
        var other = table.enter(B, null);

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
        var table = table(2, 3);
        table.enter(A, null);
        table.enter(A, null);
        table.enter(B, null);

        var refusal = table.enter(C, null);

        assertThat(refusal).isNotNull();
        assertThat(refusal).extracting(BackpressureException::pending).isEqualTo(3);
        assertThat(refusal).extracting(BackpressureException::limit).isEqualTo(3);
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void refusesATopicSourceAtItsLimitAndNamesIt() {
        var table = new PendingTable(new PendingTable.Limits(10, 2, 10));
        table.enter(A, "acme");
        table.enter(B, "acme");

        var refusal = table.enter(C, "acme");
        var other = table.enter(C, "globex");
        table.leave(A, "acme");

        assertThat(refusal)
                .hasMessageContaining("topic source 'acme' has 2 unsettled messages")
                .hasMessageContaining("troupe.delivery.max-pending-per-source");
        assertThat(other).isNull();
        assertThat(table.enter(C, "acme")).isNull();
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void takesOneMoreForEachThatLeaves() {
        var table = table(1, 1);
        table.enter(A, null);
        table.leave(A, null);

        var next = table.enter(A, null);
        var tooMuch = table.enter(B, null);

        assertThat(next).isNull();
        assertThat(tooMuch).isNotNull();
    }

    @Test
    void doesNotCountWhatItRefused() {
        var table = table(1, 3);
        table.enter(A, null);
        for (int refused = 0; refused < 10; refused++) {
            table.enter(A, null);
        }
        table.leave(A, null);

        assertThat(table.total()).isZero();
        assertThat(table.enter(A, null)).isNull();
        assertThat(table.enter(B, null)).isNull();
        assertThat(table.enter(C, null)).isNull();
    }

    @Test
    void holdsItsLimitsAndEndsEmptyWhenManyThreadsComeAndGo() {
        var table = table(3, 5);
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();

        for (int thread = 0; thread < 8; thread++) {
            threads.add(CompletableFuture.runAsync(() -> comeAndGo(table, inside, most)));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(most.get()).isBetween(1, 5);
        assertThat(table.total()).isZero();
        assertThat(table.enter(A, null)).isNull();
    }

    private static void comeAndGo(PendingTable table, AtomicInteger inside, AtomicInteger most) {
        for (int round = 0; round < 2_000; round++) {
            var recipient = ThreadLocalRandom.current().nextBoolean() ? A : B;
            if (table.enter(recipient, null) == null) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                table.leave(recipient, null);
            }
        }
    }

    private static PendingTable table(int perRecipient, int total) {
        return new PendingTable(new PendingTable.Limits(perRecipient, total, total));
    }
}
