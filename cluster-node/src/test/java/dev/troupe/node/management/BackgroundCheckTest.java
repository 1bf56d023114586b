package dev.troupe.node.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class BackgroundCheckTest {
    private final Deque<Runnable> begun = new ArrayDeque<>();
    private long now;
    private String says = "";
    private final BackgroundCheck check = new BackgroundCheck(
            begun::add,
            () -> says,
            new BackgroundCheck.Times(Duration.ofSeconds(5), Duration.ofSeconds(30)),
            () -> now);

    @Test
    void saysWhatTheLastCheckFound() {
        says = "the store does not answer";
        String before = check.get();
        begun.remove().run();

        assertThat(before).isEmpty();
        assertThat(check.get()).isEqualTo("the store does not answer");
    }

    @Test
    void checksAgainOnlyWhenSomebodyLooksAndTheLastOneIsOld() {
        check.get();
        begun.remove().run();

        pass(4);
        check.get();
        int early = begun.size();
        pass(1);
        check.get();
        check.get();

        assertThat(early).isZero();
        assertThat(begun).hasSize(1);
    }

    @Test
    void failsByItselfWhenACheckDoesNotComeBack() {
        check.get();

        pass(29);
        String patient = check.get();
        pass(1);

        assertThat(patient).isEmpty();
        assertThat(check.get()).isEqualTo("no answer for 30 s");
        begun.remove().run();
        assertThat(check.get()).isEmpty();
    }

    private void pass(int seconds) {
        now += Duration.ofSeconds(seconds).toNanos();
    }
}
