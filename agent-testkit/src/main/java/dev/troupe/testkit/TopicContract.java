package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.DefaultTopic;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.agent.TopicPattern;
import dev.troupe.agent.TopicSubscription.TypePrefixSubscription;
import dev.troupe.agent.TopicSubscription.TypeSubscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** What every runtime owes to those who publish and subscribe. */
public abstract class TopicContract extends RequestContract {

    @Test
    final void deliversAnEventToTheAgentOfItsSourceOnly() {
        var runtime = probes("");

        var publication =
                get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("x")));

        assertThat(publication.receipts()).singleElement().matches(Receipt::processed);
        assertThat(notes(runtime, "acme")).containsExactly("heard x");
        assertThat(notes(runtime, "globex")).isEmpty();
    }

    @Test
    final void doesNotGiveAPublisherItsOwnEvent() {
        var runtime = probes("");

        get(runtime.sender().send(probe("acme"), new ProbeAgent.Announce("x")));
        get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("y")));

        assertThat(notes(runtime, "acme")).containsExactly("announced", "heard y");
    }

    @Test
    final void rejectsAnEventForARecipientOverItsLimitAndGivesItToTheOthers() {
        var runtime = probes("troupe.delivery.max-pending = 1");
        get(runtime.sender().register(WitnessAgent.definition()));
        var waiting = runtime.sender().send(probe("acme"), new ProbeAgent.WaitAt("gate"));

        var publication =
                get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("x")));
        gate("gate").complete("opened");

        assertThat(publication.receipts())
                .extracting(Receipt::recipient, Receipt::outcome)
                .containsExactlyInAnyOrder(
                        tuple(AgentId.of("probe", "acme"), Receipt.Outcome.REJECTED),
                        tuple(AgentId.of("witness", "acme"), Receipt.Outcome.PROCESSED));
        assertThat(publication.processedByAll()).isFalse();
        assertThat(publication.receipts())
                .filteredOn(receipt -> !receipt.processed())
                .singleElement()
                .satisfies(receipt ->
                        assertThat(receipt.failure()).map(Failure::kind).contains(Failure.Kind.OVERLOADED));
        assertThat(get(waiting).processed()).isTrue();
        assertThat(notes(runtime, "acme")).containsExactly("opened");
    }

    @Test
    final void addsAndRemovesSubscriptionsWhileItRuns() {
        var runtime = probes("");
        var broadcast = new TypeSubscription(DefaultTopic.TYPE, "probe");
        var prefix = new TypePrefixSubscription("news.", "probe");

        get(runtime.sender().subscribe(broadcast));
        get(runtime.sender().subscribe(prefix));
        var note = new JsonPayload("probe.Note", "{\"text\":\"to all\"}");
        get(runtime.other().publish(DefaultTopic.of("acme"), note, SendOptions.DEFAULT));
        get(runtime.other().publish(TopicId.of("news.today", "acme"), note, SendOptions.DEFAULT));

        assertThat(notes(runtime, "acme")).containsExactly("to all", "to all");
        assertThatThrownBy(() -> get(runtime.sender().subscribe(broadcast)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("default");
        get(runtime.sender().unsubscribe(broadcast));
        assertThat(get(runtime.other().publish(DefaultTopic.of("acme"), note, SendOptions.DEFAULT))
                        .receipts())
                .isEmpty();
        assertThatThrownBy(() -> get(runtime.sender().unsubscribe(broadcast)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    final void showsEventsLive() throws Exception {
        var runtime = probes("");
        List<PublishedEvent> heard = new CopyOnWriteArrayList<>();
        try (var listening =
                runtime.other().listen(TopicPattern.startingWith("probe").ofSource("acme"), heard::add)) {

            // Live events may be missed until the listener is known everywhere: publish until one is heard.
            await().atMost(PATIENCE).until(() -> {
                get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "globex"), new ProbeAgent.Happened("no")));
                get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), new ProbeAgent.Happened("yes")));
                return !heard.isEmpty();
            });

            assertThat(listening).isNotNull();
        }
        assertThat(heard).allMatch(event -> event.topic().source().equals("acme"));
    }

    @Test
    final void registersAndDeregistersATypeWhileItRuns() {
        var runtime = probes("");
        var gone = ProbeAgent.TYPE;

        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("one")));
        get(runtime.sender().deregister(gone));
        if (runtime.other() != runtime.sender()) {
            get(runtime.other().deregister(gone));
        }
        assertThatThrownBy(() -> get(runtime.sender()
                        .send(probe("a").id(), new JsonPayload("probe.Note", "{\"text\":\"x\"}"), SendOptions.DEFAULT)))
                .isInstanceOf(AgentException.class)
                .hasMessageContaining("probe");

        get(runtime.sender().register(variant(ProbeAgent.definition())));
        get(runtime.sender().send(probe("b"), new ProbeAgent.Note("again")));
        assertThat(get(runtime.sender().ask(probe("b"), new ProbeAgent.Read(), PATIENCE))
                        .texts())
                .containsExactly("again");
    }
}
