package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FairQueueTest {
    /** Entries are a sender's letter and a number. */
    private final FairQueue<Character, String> queue = new FairQueue<>(entry -> entry.charAt(0));

    @Test
    void takesSendersInTurnAndEachInOrder() {
        add("a1", "a2", "a3", "a4", "b1", "c1", "c2");

        assertThat(pollAll()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3", "a4");
    }

    @Test
    void letsAQuietSenderWaitForOneMessageOfANoisyOne() {
        for (int number = 0; number < 1_000; number++) {
            add("a" + number);
        }
        add("b1");

        assertThat(List.of(queue.poll(), queue.poll())).containsExactly("a0", "b1");
    }

    @Test
    void holdsASenderBackAndLetsTheOthersGoOn() {
        add("a1");
        queue.hold(queue.poll());
        add("a2", "b1");

        assertThat(pollAll()).containsExactly("b1");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.hasReady()).isFalse();
        queue.release('a');
        assertThat(pollAll()).containsExactly("a1", "a2");
        assertThat(queue.size()).isZero();
    }

    @Test
    void removesWhatAConditionHoldsForButNotWhatIsHeldBack() {
        add("a1");
        queue.hold(queue.poll());
        add("a1", "b1", "b2");

        assertThat(queue.removeIf(entry -> entry.endsWith("1"))).containsExactlyInAnyOrder("a1", "b1");
        assertThat(pollAll()).containsExactly("b2");
        queue.release('a');
        assertThat(pollAll()).containsExactly("a1");
    }

    @Test
    void removesTheOnlyEntry() {
        add("a1");

        assertThat(queue.removeIf(entry -> true)).containsExactly("a1");
        assertThat(queue.size()).isZero();
        assertThat(queue.hasReady()).isFalse();
        add("b1");
        assertThat(pollAll()).containsExactly("b1");
    }

    @Test
    void removesOneEntryWhereverItWaits() {
        add("a1");
        assertThat(queue.remove("a1"::equals)).isEqualTo("a1");
        add("a2");
        queue.hold(queue.poll());
        add("a3", "b1", "b2");

        assertThat(queue.remove("b1"::equals)).isEqualTo("b1");
        assertThat(queue.remove("a2"::equals)).isEqualTo("a2");
        assertThat(queue.remove("c1"::equals)).isNull();
        assertThat(pollAll()).containsExactly("b2");
        queue.release('a');
        assertThat(pollAll()).containsExactly("a3");
        assertThat(queue.size()).isZero();
    }

    private void add(String... entries) {
        for (String entry : entries) {
            queue.add(entry);
        }
    }

    private List<String> pollAll() {
        List<String> all = new ArrayList<>();
        for (String entry = queue.poll(); entry != null; entry = queue.poll()) {
            all.add(entry);
        }
        return all;
    }
}
