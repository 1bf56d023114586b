package dev.troupe.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.pubsub.DistributedPubSub;
import org.apache.pekko.cluster.pubsub.DistributedPubSubMediator;
import org.apache.pekko.pattern.Patterns;
import org.jspecify.annotations.Nullable;

/**
 * The baseline of topics: the mediator of {@code DistributedPubSub}, at most once. Nobody acknowledges a delivery; of
 * every {@code block} events the last one asks the subscribers, together, for one word, so that the publisher does not
 * run away and deliveries are counted.
 */
final class BareTopics implements Resource {
    private static final String TOPIC = "load";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int BLOCKS = 10;

    /** @param replyTo who is told when all subscribers have this one; null for most events */
    record Event(
            @JsonProperty("text") String text,
            @JsonProperty("replyTo") @Nullable ActorRef<Heard> replyTo) implements BareSystem.Cbor {}

    record Heard(@JsonProperty("subscribers") int subscribers) implements BareSystem.Cbor {}

    private final BareSystem node;
    private final org.apache.pekko.actor.ActorRef mediator;
    private final int subscribers;
    private final ActorRef<Heard> heard;
    private volatile Runnable onHeard = () -> {};

    private BareTopics(BareSystem node, int subscribers) {
        this.node = node;
        this.subscribers = subscribers;
        this.mediator = DistributedPubSub.get(Adapter.toClassic(node.actors())).mediator();
        this.heard = node.actors()
                .systemActorOf(
                        Behaviors.receive(Heard.class)
                                .onAnyMessage(message -> {
                                    onHeard.run();
                                    return Behaviors.same();
                                })
                                .build(),
                        "heard",
                        Props.empty());
    }

    static BareTopics start(Place place, int subscribers) throws Exception {
        var topics = new BareTopics(BareSystem.start(place), subscribers);
        if (place.hosts()) {
            topics.subscribe();
        }
        return topics;
    }

    String address() {
        return node.address();
    }

    /** Waits until the mediator of this node knows of the topic; that there are subscribers is told by gossip. */
    void awaitTopic() throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!knowsTopic()) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("topic: unknown to the mediator after " + PATIENCE);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Returns deliveries per second. */
    double publish(Load load) throws InterruptedException {
        String text = load.text();
        int block = Math.max(1, load.outstanding() / BLOCKS);
        double blocks = Flow.perSecond(BLOCKS, Flow.during(load.time()), flow -> {
            onHeard = flow::leave;
            return number -> publish(text, block);
        });
        return blocks * block * subscribers;
    }

    private void publish(String text, int block) {
        for (int event = 1; event <= block; event++) {
            mediator.tell(
                    new DistributedPubSubMediator.Publish(TOPIC, new Event(text, event == block ? heard : null)),
                    org.apache.pekko.actor.ActorRef.noSender());
        }
    }

    private void subscribe() throws Exception {
        var asked = new AtomicLong();
        for (int number = 0; number < subscribers; number++) {
            var subscriber = node.actors().systemActorOf(subscriber(asked), "subscriber-" + number, Props.empty());
            Patterns.ask(
                            mediator,
                            new DistributedPubSubMediator.Subscribe(TOPIC, Adapter.toClassic(subscriber)),
                            PATIENCE)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** @param asked how many subscribers have been asked for a word; each has had all events before that */
    private Behavior<Event> subscriber(AtomicLong asked) {
        return Behaviors.receive(Event.class)
                .onMessage(Event.class, event -> {
                    var replyTo = event.replyTo();
                    if (replyTo != null && asked.incrementAndGet() % subscribers == 0) {
                        replyTo.tell(new Heard(subscribers));
                    }
                    return Behaviors.same();
                })
                .build();
    }

    private boolean knowsTopic() throws Exception {
        var answer = Patterns.ask(mediator, DistributedPubSubMediator.getTopicsInstance(), PATIENCE)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return ((DistributedPubSubMediator.CurrentTopics) answer).getTopics().contains(TOPIC);
    }

    @Override
    public void close() {
        node.close();
    }
}
