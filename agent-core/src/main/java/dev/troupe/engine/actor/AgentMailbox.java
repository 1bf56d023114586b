package dev.troupe.engine.actor;

import com.typesafe.config.Config;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.dispatch.Envelope;
import org.apache.pekko.dispatch.MailboxType;
import org.apache.pekko.dispatch.MessageQueue;
import org.apache.pekko.dispatch.ProducesMessageQueue;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * The mailbox of an agent's actor. Messages of {@code tell} are bounded by {@code troupe.agents.tell-limit}: more are
 * dropped and counted. All others are bounded by who sends them: a lane has one unaccepted batch under way, and of what
 * the agent itself has sent, no more than its outbox limit can come back.
 */
public final class AgentMailbox implements MailboxType, ProducesMessageQueue<AgentMailbox.Queue> {
    /** Where the configuration names this class. */
    public static final String CONFIG_PATH = "troupe.agents.mailbox";

    private final int tellLimit;

    /** Called by Pekko. */
    public AgentMailbox(ActorSystem.Settings settings, Config config) {
        this(settings.config().getInt("troupe.agents.tell-limit"));
    }

    AgentMailbox(int tellLimit) {
        this.tellLimit = tellLimit;
    }

    @Override
    public MessageQueue create(Option<ActorRef> owner, Option<ActorSystem> system) {
        return new Queue(tellLimit, system.isEmpty() ? new DroppedTells() : DroppedTells.in(system.get()));
    }

    /** First in, first out. Thread-safe. */
    static final class Queue implements MessageQueue {
        private final ConcurrentLinkedQueue<Envelope> waiting = new ConcurrentLinkedQueue<>();
        private final AtomicInteger tells = new AtomicInteger();
        private final int tellLimit;
        private final DroppedTells dropped;

        Queue(int tellLimit, DroppedTells dropped) {
            this.tellLimit = tellLimit;
            this.dropped = dropped;
        }

        @Override
        public void enqueue(ActorRef receiver, Envelope message) {
            if (message.message() instanceof AgentActor.Tell && tells.incrementAndGet() > tellLimit) {
                tells.decrementAndGet();
                dropped.add();
            } else {
                waiting.add(message);
            }
        }

        @Override
        public @Nullable Envelope dequeue() {
            var next = waiting.poll();
            if (next != null && next.message() instanceof AgentActor.Tell) {
                tells.decrementAndGet();
            }
            return next;
        }

        @Override
        public int numberOfMessages() {
            return waiting.size();
        }

        @Override
        public boolean hasMessages() {
            return !waiting.isEmpty();
        }

        @Override
        public void cleanUp(ActorRef owner, MessageQueue deadLetters) {
            for (var next = dequeue(); next != null; next = dequeue()) {
                deadLetters.enqueue(owner, next);
            }
        }
    }
}
