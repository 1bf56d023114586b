package dev.troupe.engine.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LocalServedTest {
    private static final Served A = new Served.Type("a", "echo");
    private static final Served B = new Served.Type("b", "echo");

    private final LocalServed local = new LocalServed();

    @Test
    void saysOfATypeThatNobodyServesItWhenItsLastWorkerHasGone() {
        local.add(Set.of(A));
        local.add(Set.of(B));

        assertThat(local.remove(Set.of(A))).isEmpty();
        assertThat(local.remove(Set.of(B))).containsExactly("echo");
    }

    @Test
    void saysTheSameWhenAChangeIsRepeated() {
        assertThat(local.add(Set.of(A))).containsExactly("echo");
        assertThat(local.add(Set.of(A))).containsExactly("echo");

        assertThat(local.remove(Set.of(A))).containsExactly("echo");
        assertThat(local.remove(Set.of(A))).containsExactly("echo");
    }
}
