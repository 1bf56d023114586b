package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.BackpressureException;
import dev.troupe.agent.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

        var refusal = refusal(table, A, null);
        table.enter(B, null);

        assertThat(refusal.agent()).isEqualTo(A);
        assertThat(refusal.pending()).isEqualTo(2);
        assertThat(refusal.limit()).isEqualTo(2);
        assertThat(refusal.failure().kind()).isEqualTo(Failure.Kind.OVERLOADED);
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void refusesEverybodyAtTheLimitOverAllRecipients() {
        var table = table(2, 3);
        table.enter(A, null);
        table.enter(A, null);
        table.enter(B, null);

        var refusal = refusal(table, C, null);

        assertThat(refusal.pending()).isEqualTo(3);
        assertThat(refusal.limit()).isEqualTo(3);
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void refusesATopicSourceAtItsLimitAndNamesIt() {
        var table = new PendingTable(new PendingTable.Limits(10, 2, 10));
        var first = table.enter(A, "acme");
        table.enter(B, "acme");

        var refusal = refusal(table, C, "acme");
        table.enter(C, "globex");
        first.leave(1);
        table.enter(C, "acme");

        assertThat(refusal)
                .hasMessageContaining("topic source 'acme' has 2 unsettled messages")
                .hasMessageContaining("troupe.delivery.max-pending-per-source");
        assertThat(table.total()).isEqualTo(3);
    }

    @Test
    void takesOneMoreForEachThatLeaves() {
        var table = table(1, 1);
        table.enter(A, null).leave(1);

        table.enter(A, null);

        assertThat(refusal(table, B, null).limit()).isEqualTo(1);
    }

    @Test
    void doesNotCountWhatItRefused() {
        var table = table(1, 3);
        var first = table.enter(A, "acme");
        for (int refused = 0; refused < 10; refused++) {
            refusal(table, A, "acme");
        }
        first.leave(1);

        assertThat(table.total()).isZero();
        table.enter(A, "acme");
        table.enter(B, "acme");
        table.enter(C, "acme");
    }

    @Test
    void holdsItsLimitsAndEndsEmptyWhenManyThreadsComeAndGo() {
        var table = table(3, 5);
        var inside = new ConcurrentHashMap<AgentId, AtomicInteger>();
        var most = new AtomicInteger();
        List<CompletableFuture<Void>> threads = new ArrayList<>();

        for (int thread = 0; thread < 8; thread++) {
            threads.add(CompletableFuture.runAsync(() -> comeAndGo(table, inside, most)));
        }
        threads.forEach(CompletableFuture::join);

        assertThat(most.get()).isBetween(1, 3);
        assertThat(table.total()).isZero();
        for (int free = 0; free < 3; free++) {
            table.enter(A, null);
        }
        refusal(table, A, null);
    }

    private static void comeAndGo(
            PendingTable table, ConcurrentHashMap<AgentId, AtomicInteger> inside, AtomicInteger most) {
        for (int round = 0; round < 20_000; round++) {
            var recipient = ThreadLocalRandom.current().nextBoolean() ? A : B;
            var count = inside.computeIfAbsent(recipient, key -> new AtomicInteger());
            try {
                var ticket = table.enter(recipient, null);
                most.accumulateAndGet(count.incrementAndGet(), Math::max);
                count.decrementAndGet();
                ticket.leave(1);
            } catch (BackpressureException e) {
                Thread.onSpinWait();
            }
        }
    }

    private static BackpressureException refusal(PendingTable table, AgentId recipient, @Nullable String source) {
        return catchThrowableOfType(BackpressureException.class, () -> table.enter(recipient, source));
    }

    private static PendingTable table(int perRecipient, int total) {
        return new PendingTable(new PendingTable.Limits(perRecipient, total, total));
    }
}
