package dev.troupe.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.gateway.access.Resource;
import dev.troupe.testkit.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SendWindowTest {
    private static final Resource TARGET = new Resource.OfAgentType("book");

    private final TestClock clock = new TestClock();
    private final SendWindow window = new SendWindow(new HttpSettings.Sends(2, Duration.ofMinutes(1)), clock);

    @Test
    void forgetsTheOldestBeyondItsLimit() {
        put("a");
        put("b");
        put("c");

        assertThat(window.size()).isEqualTo(2);
        assertThat(window.find("a")).isNull();
    }

    @Test
    void forgetsWhatIsOld() {
        put("a");

        clock.advance(Duration.ofSeconds(61));

        assertThat(window.find("a")).isNull();
    }

    @Test
    void returnsTheFirstOfOneId() {
        var first = window.fresh("a", "x", TARGET);

        assertThat(window.putIfAbsent(first)).isNull();
        assertThat(window.putIfAbsent(window.fresh("a", "y", TARGET))).isSameAs(first);
    }

    private void put(String id) {
        assertThat(window.putIfAbsent(window.fresh(id, "x", TARGET))).isNull();
    }
}
