package dev.troupe.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.TeamCommand.Shown;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a watcher brings when live items are lost, come twice, or come faster than they are asked for. */
class RunWatcherTest {
    private static final List<ChatItem> ITEMS =
            IntStream.range(0, 5).mapToObj(RunWatcherTest::item).toList();
    private static final TaskResult RESULT = new TaskResult(ITEMS, "done");

    private final List<Integer> askedFrom = new ArrayList<>();
    private final AtomicReference<RunWatcher> watcher = new AtomicReference<>();
    private final Flow.Publisher<RunItem> stream = subscriber -> {
        watcher.set(new RunWatcher(subscriber, (who, from) -> askedFrom.add(from)));
        subscriber.onSubscribe(watcher.get());
    };

    private static ChatItem item(int number) {
        return new TextMessage(Origin.of("id-" + number, "a", Instant.EPOCH), "item " + number);
    }

    private void show(int index) {
        watcher.get().shown(new Shown(index, ITEMS.get(index), null));
    }

    @Test
    void asksOnceForWhatIsMissingAndTakesEachItemOnce() {
        var watching = Watching.all(stream);

        show(0);
        show(2);
        show(3);
        watcher.get().missing(1, ITEMS.subList(1, 4));
        show(3);
        show(4);
        watcher.get().ended(RESULT);

        assertThat(askedFrom).containsExactly(1);
        assertThat(watching.whole().join())
                .startsWith(ITEMS.toArray(RunItem[]::new))
                .hasSize(6);
    }

    @Test
    void asksAgainWhenAnAnswerDidNotBringWhatIsMissing() {
        var watching = Watching.all(stream);
        show(1);
        watcher.get().missing(0, List.of());

        show(2);
        watcher.get().ended(RESULT);
        watcher.get().missing(0, ITEMS.subList(0, 3));

        assertThat(askedFrom).containsExactly(0, 0);
        assertThat(watching.whole().join()).hasSize(6).endsWith(RESULT);
    }

    @Test
    void bringsWhatWasSeenEarlyOnceWheneverItComes() {
        var watching = Watching.all(stream);
        var early = new Shown(null, ITEMS.get(1), null);

        watcher.get().shown(early);
        show(0);
        show(1);
        watcher.get().shown(early);
        watcher.get().ended(new TaskResult(ITEMS.subList(0, 2), "done"));

        assertThat(watching.whole().join()).hasSize(3).contains(ITEMS.get(0), ITEMS.get(1));
    }

    @Test
    void keepsSoManyForASlowSubscriberAndNoPieceMore() {
        var watching = Watching.patient(stream);
        for (int number = 0; number < RunWatcher.LIMIT + 500; number++) {
            var piece = new StreamingChunkEvent(Origin.of("piece-" + number, "a", Instant.EPOCH), "p", null);
            watcher.get().shown(new Shown(null, piece, null));
        }
        watcher.get().ended(RESULT);

        watching.request(Long.MAX_VALUE);

        assertThat(watching.whole().join()).hasSize(RunWatcher.LIMIT + 6).endsWith(RESULT);
    }

    @Test
    void bringsNothingAfterItIsCancelled() {
        var watching = Watching.all(stream);
        show(0);

        watching.cancel();
        show(1);
        watcher.get().ended(RESULT);

        assertThat(watching.soFar()).hasSize(1);
        assertThat(watching.whole()).isNotDone();
    }

    @Test
    void failsForAWrongDemand() {
        var watching = Watching.patient(stream);

        watching.request(0);

        assertThatThrownBy(() -> watching.whole().join()).hasMessageContaining("items asked for: 0 (expected: >= 1)");
    }
}
