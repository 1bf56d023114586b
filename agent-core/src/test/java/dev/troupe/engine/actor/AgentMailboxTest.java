package dev.troupe.engine.actor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Payload;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.junit.jupiter.api.Test;

class AgentMailboxTest {
    private static final AgentActor.Tell TELL = new AgentActor.Tell(new Envelope(
            "m1",
            Envelope.Kind.MESSAGE,
            AgentId.of("test", "a"),
            null,
            null,
            new Payload("test.Note", new byte[0]),
            null,
            null,
            null,
            0,
            Map.of()));

    private final DroppedTells dropped = new DroppedTells();
    private final AgentMailbox.Queue queue = new AgentMailbox.Queue(2, dropped);

    @Test
    void dropsAndCountsTellsOverTheLimitAndNothingElse() {
        put(TELL, 3);
        put(AgentActor.Stop.INSTANCE, 3);

        assertThat(queue.numberOfMessages()).isEqualTo(5);
        assertThat(dropped.count()).isEqualTo(1);
    }

    @Test
    void hasRoomAgainWhenOneWasTakenOut() {
        put(TELL, 2);
        queue.dequeue();
        put(TELL, 1);

        assertThat(queue.numberOfMessages()).isEqualTo(2);
        assertThat(dropped.count()).isZero();
    }

    private void put(AgentActor.Command message, int times) {
        for (int each = 0; each < times; each++) {
            queue.enqueue(ActorRef.noSender(), new org.apache.pekko.dispatch.Envelope(message, ActorRef.noSender()));
        }
    }
}
