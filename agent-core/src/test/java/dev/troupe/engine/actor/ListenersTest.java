package dev.troupe.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicPattern;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListenersTest {
    private static final int BUFFER = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final Listeners listeners = new Listeners(BUFFER);
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        listeners.close();
    }

    @Test
    void dropsAndCountsWhatASlowListenerCannotTakeWhileOthersHearAll() throws Exception {
        var slow = new Heard();
        var goOn = new CountDownLatch(1);
        listeners.add(TopicPattern.all(), event -> {
            slow.accept(event);
            await(goOn);
        });
        listeners.add(TopicPattern.all(), heard);
        show("e1");
        String first = slow.next();

        for (int number = 1; number <= 5; number++) {
            assertThat(heard.next()).isEqualTo("e" + number);
            show("e" + (number + 1));
        }
        long dropped = listeners.dropped();
        goOn.countDown();

        assertThat(first).isEqualTo("e1");
        assertThat(dropped).isEqualTo(5 - BUFFER);
        assertThat(slow.next()).isEqualTo("e2");
        assertThat(slow.next()).isEqualTo("e3");
    }

    @Test
    void goesOnWithAListenerThatThrows() throws Exception {
        listeners.add(TopicPattern.all(), event -> {
            heard.accept(event);
            throw new IllegalStateException("as told");
        });

        show("e1");
        String first = heard.next();
        show("e2");

        assertThat(first).isEqualTo("e1");
        assertThat(heard.next()).isEqualTo("e2");
        assertThat(listeners.dropped()).isZero();
    }

    @Test
    void showsNothingToAListenerThatWasClosedAndGoesOnWithOthers() throws Exception {
        var closed = new Heard();
        var registration = listeners.add(TopicPattern.all(), closed);
        listeners.add(TopicPattern.all(), heard);
        show("e1");
        String before = closed.next();

        registration.close();
        show("e2");

        assertThat(before).isEqualTo("e1");
        assertThat(heard.next()).isEqualTo("e1");
        assertThat(heard.next()).isEqualTo("e2");
        assertThat(closed.ids).isEmpty();
        assertThat(listeners.dropped()).isZero();
    }

    @Test
    void endsAllListenersWhenItIsClosed() throws Exception {
        var ended = new CountDownLatch(1);
        listeners.add(TopicPattern.all(), event -> {
            heard.accept(event);
            ended.countDown();
        });
        show("e1");
        await(ended);

        listeners.close();
        show("e2");

        assertThat(listeners.isEmpty()).isTrue();
        assertThat(heard.next()).isEqualTo("e1");
        assertThat(heard.ids).isEmpty();
        assertThat(listeners.dropped()).isZero();
    }

    @Test
    void showsOnlyWhatAListenerPicks() throws Exception {
        listeners.add(TopicPattern.startingWith("news.").ofSource("acme"), heard);

        listeners.show(event("e1", TopicId.of("news.sport", "globex")));
        listeners.show(event("e2", TopicId.of("views.sport", "acme")));
        listeners.show(event("e3", TopicId.of("news.sport", "acme")));

        assertThat(heard.next()).isEqualTo("e3");
    }

    private void show(String id) {
        listeners.show(event(id, TopicId.of("news.sport", "acme")));
    }

    private static PublishedEvent event(String id, TopicId topic) {
        return new PublishedEvent(id, topic, Optional.empty(), new JsonPayload("test.Event", "{}"));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A listener that can be waited for. */
    private static final class Heard implements Consumer<PublishedEvent> {
        final BlockingQueue<String> ids = new LinkedBlockingQueue<>();

        @Override
        public void accept(PublishedEvent event) {
            ids.add(event.messageId());
        }

        String next() throws InterruptedException {
            String id = ids.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return id == null ? "nothing after " + PATIENCE_SECONDS + " s" : id;
        }
    }
}
