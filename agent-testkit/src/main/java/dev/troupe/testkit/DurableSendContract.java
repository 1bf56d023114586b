package dev.troupe.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.agent.TopicId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a runtime with durable agents owes to those who send durable from outside, besides all the rest. */
public abstract class DurableSendContract extends TopicContract {
    private static final SendOptions DURABLE = SendOptions.DEFAULT.durable();

    @Test
    final void tellsWithAReceiptThatAMessageIsStoredBeforeItIsHandled() {
        var runtime = probes("");
        var waiting = waitAtGate(runtime);

        var receipt = get(runtime.sender().send(probe("a"), new ProbeAgent.NoteSender(), DURABLE.withMessageId("m-1")));
        gate("gate").complete("opened");

        assertThat(receipt).isEqualTo(Receipt.stored("m-1", AgentId.of("probe", "a")));
        assertThat(get(waiting).processed()).isTrue();
        awaitNotes(runtime, "a", "opened", "from outside");
    }

    @Test
    final void keepsTheOrderOfWhatIsStored() {
        var runtime = probes("");
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        List<String> sent = IntStream.range(0, 300).mapToObj(Integer::toString).toList();

        sent.forEach(text -> receipts.add(runtime.sender().send(probe("a"), new ProbeAgent.Note(text), DURABLE)));

        assertThat(receipts).allMatch(receipt -> get(receipt).outcome() == Receipt.Outcome.STORED);
        awaitNotes(runtime, "a", sent.toArray(String[]::new));
    }

    @Test
    final void carriesAllThatAMessageHasThroughTheStore() {
        var runtime = probes("");
        var options = DURABLE.withCorrelationId("case-1")
                .withHeader("header", "value")
                .withReplyTo(AgentId.of("probe", "b"));

        get(runtime.sender().send(probe("a").id(), new JsonPayload("probe.Note", "{\"text\":\"é\"}"), options));

        awaitNotes(runtime, "a", "é case-1 value probe/b");
    }

    @Test
    final void storesAPublicationForEachAgentThatIsSubscribed() {
        var runtime = probes("");
        var event = new JsonPayload("contract.Happened", "{\"what\":\"x\"}");

        var publication = get(
                runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), event, DURABLE.withMessageId("p-1")));

        assertThat(publication.receipts()).containsExactly(Receipt.stored("p-1@probe", AgentId.of("probe", "acme")));
        assertThat(publication.processedByAll()).isFalse();
        awaitNotes(runtime, "acme", "heard x");
    }

    @Test
    final void sendsOnceWhatComesAgainUnderTheSameIdOfTheCaller() {
        var runtime = probes("");
        var options = DURABLE.withMessageId("m-1");
        var waiting = waitAtGate(runtime);

        var first = get(runtime.sender().send(probe("a"), new ProbeAgent.Note("once"), options));
        var second = get(runtime.other().send(probe("a"), new ProbeAgent.Note("once"), options));
        gate("gate").complete("opened");
        get(waiting);
        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("last"), DURABLE));

        assertThat(second).isEqualTo(first);
        awaitNotes(runtime, "a", "opened", "once", "last");
    }

    @Test
    final void tellsFromAnyNodeWhatBecameOfAMessage() {
        var runtime = probes("");
        var waiting = waitAtGate(runtime);

        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("one"), DURABLE.withMessageId("m-1")));
        awaitFate(runtime, "m-1", Receipt.stored("m-1", AgentId.of("probe", "a")));
        gate("gate").complete("opened");
        get(waiting);

        awaitFate(runtime, "m-1", Receipt.processed("m-1", AgentId.of("probe", "a"), 1));
        assertThat(get(runtime.other().fate("m-2")).receipts()).isEmpty();
    }

    @Test
    final void sendsNothingAgainThatHasHadItsEnd() {
        var runtime = probes("");
        var options = DURABLE.withMessageId("m-1");
        get(runtime.sender().send(probe("a"), new ProbeAgent.Note("once"), options));
        awaitFate(runtime, "m-1", Receipt.processed("m-1", AgentId.of("probe", "a"), 1));

        var again = get(runtime.other().send(probe("a"), new ProbeAgent.Note("once"), options));
        get(runtime.other().send(probe("a"), new ProbeAgent.Note("last"), DURABLE));

        assertThat(again).isEqualTo(Receipt.stored("m-1", AgentId.of("probe", "a")));
        awaitNotes(runtime, "a", "once", "last");
    }

    @Test
    final void findsTheMessagesOfAPublicationByItsId() {
        var runtime = probes("");
        var event = new JsonPayload("contract.Happened", "{\"what\":\"x\"}");

        get(runtime.sender().publish(TopicId.of(ProbeAgent.TOPIC, "acme"), event, DURABLE.withMessageId("p-1")));

        awaitFate(runtime, "p-1", Receipt.processed("p-1@probe", AgentId.of("probe", "acme"), 1));
    }

    @Test
    final void keepsWhatWasGivenUpAndSendsItAgainFromAnyNode() {
        var runtime = probes("");
        var recipient = AgentId.of("probe", "a");
        get(runtime.sender().send(probe("a"), new ProbeAgent.FailFirst(99, "never"), DURABLE.withMessageId("m-1")));
        var letters = runtime.other().deadLetters().stored();
        await().atMost(PATIENCE).until(() -> get(letters.list(10)).size() == 1);
        var first = get(letters.list(10)).get(0);

        var again = get(letters.resend("m-1", recipient));
        await().atMost(PATIENCE)
                .until(() -> get(letters.list(10)).stream()
                        .anyMatch(letter -> letter.at().isAfter(first.at())));

        assertThat(first.recipient()).isEqualTo(recipient);
        assertThat(first.payload().type()).isEqualTo("probe.FailFirst");
        assertThat(first.attempts()).isEqualTo(3);
        assertThat(first.failure().kind()).isEqualTo(Failure.Kind.HANDLER_ERROR);
        assertThat(again).isEqualTo(Receipt.stored("m-1", recipient));
        assertThat(runtime.sender().deadLetters().list()).isEmpty();
        assertThat(get(letters.purge("m-1", recipient))).isTrue();
        assertThat(get(letters.list(10))).isEmpty();
        assertThat(get(runtime.sender().fate("m-1")).receipts())
                .extracting(Receipt::outcome)
                .containsExactly(Receipt.Outcome.DEAD_LETTERED);
    }

    @Test
    final void pagesThroughWhatWasGivenUpWhileSomeIsPurgedAndMoreComes() {
        var runtime = probes("");
        var letters = runtime.other().deadLetters().stored();
        IntStream.range(0, 9).forEach(number -> giveUp(runtime, "é-" + number));
        await().atMost(PATIENCE).until(() -> get(letters.list(10)).size() == 9);
        var before = messageIds(get(letters.list(10)));
        List<DeadLetter> paged = new ArrayList<>(get(letters.list(2)));

        giveUp(runtime, "later");
        await().atMost(PATIENCE).until(() -> get(letters.list(20)).size() == 10);
        get(letters.purge(before.get(0), AgentId.of("probe", "a")));
        get(letters.purge(before.get(1), AgentId.of("probe", "a")));
        get(letters.purge(before.get(4), AgentId.of("probe", "a")));
        var page = paged;
        while (!page.isEmpty()) {
            page = new ArrayList<>(get(letters.list(Place.of(page.get(page.size() - 1)), 2)));
            paged.addAll(page);
        }

        var expected = new ArrayList<>(before);
        expected.remove(4);
        expected.add("later");
        assertThat(messageIds(paged)).containsExactlyElementsOf(expected);
        assertThat(paged).isSortedAccordingTo(Comparator.comparing(Place::of));
        assertThat(get(letters.find("later", AgentId.of("probe", "a")))).contains(paged.get(paged.size() - 1));
        assertThat(get(letters.find("later", AgentId.of("probe", "b")))).isEmpty();
    }

    @Test
    final void refusesToListMoreDeadLettersAtOnceThanItsLimit() {
        var letters = probes("").sender().deadLetters().stored();
        var place = new Place(Instant.EPOCH, "m", AgentId.of("probe", "a"));

        assertThatThrownBy(() -> letters.list(1_001))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit: 1001 (expected: 1 to 1000)");
        assertThatThrownBy(() -> letters.list(place, 0)).hasMessage("limit: 0 (expected: 1 to 1000)");
    }

    @Test
    final void refusesADurableSendToATypeThatNobodyHosts() {
        var runtime = probes("");

        assertThatThrownBy(() -> get(
                        runtime.sender().send(AgentId.of("nobody", "a"), new JsonPayload("probe.Note", "{}"), DURABLE)))
                .isInstanceOfSatisfying(
                        AgentException.class,
                        thrown -> assertThat(thrown.failure().kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    }

    private static void giveUp(RuntimeUnderTest runtime, String id) {
        get(runtime.sender().send(probe("a").id(), new JsonPayload("probe.Unknown", "{}"), DURABLE.withMessageId(id)));
    }

    private static List<String> messageIds(List<DeadLetter> letters) {
        return letters.stream().map(DeadLetter::messageId).toList();
    }

    /** The agent takes no other message until the gate is open. */
    private static CompletionStage<Receipt> waitAtGate(RuntimeUnderTest runtime) {
        var waiting = runtime.sender().send(probe("a"), new ProbeAgent.WaitAt("gate"));
        await().atMost(PATIENCE).until(() -> ProbeAgent.GATES.containsKey("gate"));
        return waiting;
    }

    private static void awaitFate(RuntimeUnderTest runtime, String id, Receipt expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get(runtime.other().fate(id)).receipts()).containsExactly(expected));
    }

    private static void awaitNotes(RuntimeUnderTest runtime, String key, String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(notes(runtime, key)).containsExactly(expected));
    }
}
