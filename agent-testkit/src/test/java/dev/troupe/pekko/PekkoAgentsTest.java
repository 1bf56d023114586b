package dev.troupe.pekko;

import static org.assertj.core.api.Assertions.assertThat;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Request;
import dev.troupe.agent.RetryPolicy;
import dev.troupe.testkit.TroupeExtension;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PekkoAgentsTest {
    private static final AgentType<Command> TYPE = AgentType.of("behavior", Command.class);

    sealed interface Command {}

    record Note(String text) implements Command {}

    record Read() implements Command, Request<Notes> {}

    record Notes(List<String> texts) {}

    @RegisterExtension
    final TroupeExtension troupe = TroupeExtension.with(definition());

    @Test
    void confirmsAnswersAndGivesBackByHand() throws Exception {
        var runtime = troupe.runtime();
        var agent = TYPE.ref("a");

        var receipt = runtime.send(agent, new Note("one")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        var notes = runtime.ask(agent, new Read(), Duration.ofSeconds(30))
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);

        assertThat(receipt.attempts()).isEqualTo(2);
        assertThat(notes.texts()).containsExactly("one");
    }

    private static AgentDefinition<Command, PekkoAgents.None> definition() {
        return PekkoAgents.of(TYPE, context -> behavior())
                .withMessages(Notes.class)
                .withRetryPolicy(new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(10)));
    }

    private static Behavior<Delivery<Command>> behavior() {
        return Behaviors.setup(context -> {
            List<String> notes = new ArrayList<>();
            return Behaviors.receiveMessage(delivery -> {
                onDelivery(notes, delivery);
                return Behaviors.same();
            });
        });
    }

    /** Gives every note back once before it takes it. */
    private static void onDelivery(List<String> notes, Delivery<Command> delivery) {
        if (delivery.message() instanceof Read) {
            delivery.reply(new Notes(List.copyOf(notes)));
        } else if (delivery.info().attempt() == 1) {
            delivery.fail(new IllegalStateException("not yet"));
        } else {
            notes.add(((Note) delivery.message()).text());
            delivery.confirm();
        }
    }
}
