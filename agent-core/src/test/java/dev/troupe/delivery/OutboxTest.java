package dev.troupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private static final OutboxLimits LIMITS = new OutboxLimits(3, 100, 500, 2_000, 8_000, 10_000, 100, 5_000);
    private static final long NEVER = Long.MAX_VALUE / 2;

    private final Sent sent = new Sent();
    private final Outbox<String, String, String, String> outbox = new Outbox<>(STREAM, LIMITS, String::length, sent);

    @Test
    void hasOneUnacceptedBatchUnderWayAndGathersTheRest() {
        offer("m1");
        outbox.flush(0);
        offer("m2");
        offer("m3");
        outbox.flush(1);

        accept(1, 1, 2);

        assertThat(sent.batches).extracting(OutboxTest::messages).containsExactly(List.of("m1"), List.of("m2", "m3"));
        assertThat(sent.batches.get(1).previous()).isEqualTo(1);
    }

    @Test
    void limitsABatchByMessagesAndBytesButSendsALargeMessageAlone() {
        offer("x".repeat(200));
        offer("m2");
        offer("m3");
        offer("m4");
        offer("m5");

        outbox.flush(0);
        accept(1, 1, 1);
        accept(2, 4, 2);

        assertThat(sent.batches).extracting(batch -> batch.entries().size()).containsExactly(1, 3, 1);
    }

    @Test
    void startsAgainWithTheLowestUnsettledMessageWhenNobodyAccepts() {
        offer("m1");
        outbox.flush(0);

        accept(1, 1, 0);
        offer("m2");
        outbox.flush(0);
        outbox.onTick(1_999);
        outbox.onTick(2_000);
        outbox.onTick(5_999);
        outbox.onTick(6_000);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1"), List.of("m2"), List.of("m1"), List.of("m1"));
    }

    @Test
    void tellsHowLongASilentRecipientWasNotHeardOf() {
        outbox.onTime(100);
        offer("m1");
        outbox.flush(100);

        outbox.onTick(600);
        accept(2, 1, 900);
        accept(2, 1, 950);

        assertThat(sent.heardAgain).as("since something waited for it").containsExactly(800L);
    }

    @Test
    void showsWhatIsUnsettledAndSinceWhen() {
        List<String> census = new ArrayList<>();
        outbox.onTime(100);
        offer("m1");
        outbox.flush(200);
        offer("m2");
        outbox.onTick(700);

        outbox.census((recipient, unsettled, oldestAt, inDoubt) ->
                census.add(recipient + " " + unsettled + " " + oldestAt + " " + inDoubt));

        assertThat(census).containsExactly("agent 2 100 true");
    }

    @Test
    void triesWithOneMessageUntilTheRecipientAnswers() {
        offer("m1");
        offer("m2");
        offer("m3");
        outbox.flush(0);

        outbox.onTick(500);
        outbox.onTick(1_500);
        accept(3, 1, 1_501);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1", "m2", "m3"), List.of("m1"), List.of("m1"), List.of("m2", "m3"));
    }

    @Test
    void triesAgainAsOftenAsTheLongestTimeOutSaysHoweverLongNobodyAnswers() {
        offer("m1");
        outbox.flush(0);

        for (long now = 0; now <= 60_000; now += 100) {
            outbox.onTick(now);
        }

        // After 0.5, 1, 2, 4 seconds; from then on every 8.
        assertThat(sent.batches).hasSize(1 + 4 + 6);
    }

    @Test
    void isQuickerToTryAgainWhereverARecipientOfUnknownHomeMayBe() {
        offer("m1");
        outbox.flush(0);

        outbox.onTick(499);
        outbox.onTick(500);
        outbox.onTick(1_499);
        outbox.onTick(1_500);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1"), List.of("m1"), List.of("m1"));
    }

    @Test
    void sendsAgainWhatANewActivationDoesNotHave() {
        offer("m1");
        offer("m2");
        outbox.flush(0);
        accept(1, 2, 1);
        outbox.onTick(10_001);

        outbox.onReport("agent", report(2, 8, 1, Report.State.OPEN), 10_002);
        outbox.flush(10_002);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1", "m2"), List.of("m1"), List.of("m2"));
    }

    @Test
    void waitsBeforeItTriesAFullRecipientAgainUnlessSomethingSettles() {
        offer("m1");
        offer("m2");
        outbox.flush(0);

        outbox.onReport("agent", report(1, 7, 1, Report.State.FULL), 1);
        outbox.flush(2);
        int beforeSettled = sent.batches.size();
        outbox.onReport(
                "agent",
                new Report<>(STREAM, 0, "b", 7, 1, Report.State.OPEN, List.of(new Report.Settled<>(1, "done"))),
                3);
        outbox.flush(3);

        assertThat(beforeSettled).isEqualTo(1);
        assertThat(messages(sent.batches.get(1))).containsExactly("m2");
    }

    @Test
    void tellsOfASettlementOnceAndKnowsNothingOfTheRecipientAfterwards() {
        offer("m1");
        outbox.flush(0);
        var settled = new Report<>(STREAM, 1, "b", 7, 1, Report.State.OPEN, List.of(new Report.Settled<>(1, "done")));

        outbox.onReport("agent", settled, 1);
        outbox.onReport("agent", settled, 2);

        assertThat(sent.ended).containsExactly("m1 done");
        assertThat(outbox.isEmpty()).isTrue();
    }

    @Test
    void sendsAgainAtOnceWhenTheRecipientsNodeHasLeft() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);

        outbox.onNodeLeft("other");
        outbox.flush(2);
        outbox.onNodeLeft("b");
        outbox.flush(3);

        assertThat(sent.batches).hasSize(2);
    }

    @Test
    void expiresWhatWasNeverSentAtItsDeadlineAndWhatWasSentAfterAGrace() {
        outbox.offer("agent", "m1", "owner", 1_000);
        outbox.flush(0);
        outbox.offer("agent", "m2", "owner", 1_000);

        outbox.onTick(1_000);
        var atDeadline = List.copyOf(sent.ended);
        outbox.onTick(6_000);

        assertThat(atDeadline).containsExactly("m2 expired");
        assertThat(sent.ended).containsExactly("m2 expired", "m1 expired though sent");
    }

    @Test
    void learnsAllSettlementsWhoseReportsWereLostFromOneQuestion() {
        offer("m1");
        offer("m2");
        offer("m3");
        outbox.flush(0);
        accept(1, 3, 1);

        outbox.onTick(10_001);
        var question = sent.batches.get(1);
        outbox.onReport("agent", settling(question.number(), 1, 3), 10_002);
        outbox.flush(10_002);

        assertThat(messages(question)).containsExactly("m1");
        assertThat(messages(sent.batches.get(2))).containsExactly("m2", "m3");
    }

    @Test
    void waitsForABatchNoLongerBecauseEarlierMessagesSettleMeanwhile() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);
        offer("m2");
        outbox.flush(1_000);

        outbox.onReport("agent", settling(0, 1, 1), 2_500);
        outbox.onTick(3_000);

        assertThat(messages(sent.batches.get(2))).containsExactly("m2");
    }

    @Test
    void sendsAgainWhenANewActivationReleasesTheBatchAtOnce() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);
        offer("m2");
        outbox.flush(2);

        outbox.onReport("agent", report(2, 8, 0, Report.State.RELEASED), 3);
        outbox.flush(103);

        assertThat(messages(sent.batches.get(2))).containsExactly("m1", "m2");
    }

    @Test
    void isNotToldByOneThatIsGoneThatABatchSentSinceHasArrived() {
        offer("m1");
        offer("m2");
        outbox.flush(0);
        accept(1, 2, 1);
        outbox.onNodeLeft("b");
        outbox.flush(2);

        outbox.onReport("agent", settling(0, 1, 2), 3);
        outbox.onReport("agent", report(1, 7, 2, Report.State.OPEN), 3);
        offer("m3");
        outbox.flush(3);
        outbox.onTick(502);

        assertThat(sent.ended).containsExactly("m1 done");
        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1", "m2"), List.of("m1", "m2"), List.of("m2"));
        assertThat(sent.homes).containsExactly("null", "null", "null");
    }

    @Test
    void isNotSentBackToAnEarlierActivationByItsLateReport() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);
        offer("m2");
        outbox.flush(2);
        outbox.onReport("agent", new Report<>(STREAM, 2, "c", 8, 0, Report.State.OPEN, List.of()), 3);
        outbox.flush(3);

        outbox.onReport("agent", report(0, 7, 2, Report.State.OPEN), 4);
        offer("m3");
        outbox.flush(4);
        outbox.onReport("agent", new Report<>(STREAM, 3, "c", 8, 2, Report.State.OPEN, List.of()), 5);
        outbox.flush(5);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1"), List.of("m2"), List.of("m1", "m2"), List.of("m3"));
        assertThat(sent.homes).containsExactly("null", "b", "c", "c");
    }

    @Test
    void takesALateAnswerOfOneThatIsNotKnownToBeGone() {
        offer("m1");
        outbox.flush(0);
        outbox.onTick(500);

        accept(1, 1, 501);
        offer("m2");
        outbox.flush(501);

        assertThat(messages(sent.batches.get(2))).containsExactly("m2");
    }

    @Test
    void marksWhatItSendsAgainThoughItMayHaveArrived() {
        offer("m1");
        offer("m2");
        outbox.flush(0);
        accept(1, 2, 1);
        offer("m3");
        outbox.flush(2);

        outbox.onNodeLeft("b");
        offer("m4");
        outbox.onTick(3);
        accept(3, 3, 4);

        assertThat(sent.batches)
                .extracting(OutboxTest::marked)
                .containsExactly(List.of(), List.of(), List.of("m1", "m2", "m3"), List.of());
        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1", "m2"), List.of("m3"), List.of("m1", "m2", "m3"), List.of("m4"));
    }

    @Test
    void doesNotMarkWhatTheRecipientSaysItHadNoRoomFor() {
        offer("m1");
        offer("m2");
        offer("m3");
        outbox.flush(0);

        outbox.onReport("agent", report(1, 7, 1, Report.State.FULL), 1);
        outbox.flush(101);
        outbox.onNodeLeft("b");
        outbox.flush(102);

        assertThat(sent.batches)
                .extracting(OutboxTest::messages)
                .containsExactly(List.of("m1", "m2", "m3"), List.of("m2", "m3"), List.of("m1", "m2", "m3"));
        assertThat(sent.batches)
                .extracting(OutboxTest::marked)
                .containsExactly(List.of(), List.of(), List.of("m1", "m2", "m3"));
    }

    @Test
    void marksWhatOneThatSaysFarewellHadAcceptedAndNoMore() {
        offer("m1");
        offer("m2");
        offer("m3");
        outbox.flush(0);

        outbox.onReport("agent", report(1, 7, 2, Report.State.RELEASED), 1);
        outbox.flush(101);

        assertThat(messages(sent.batches.get(1))).containsExactly("m1", "m2", "m3");
        assertThat(marked(sent.batches.get(1))).containsExactly("m1", "m2");
    }

    @Test
    void marksWhatSomebodyMayHaveAcceptedInSilenceThoughTheNextHadNoRoomForIt() {
        offer("m1");
        outbox.flush(0);
        outbox.onTick(500);

        outbox.onReport("agent", report(2, 8, 0, Report.State.FULL), 501);
        outbox.flush(601);

        assertThat(sent.batches)
                .extracting(OutboxTest::marked)
                .containsExactly(List.of(), List.of("m1"), List.of("m1"));
    }

    @Test
    void marksWhatItAsksAfter() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);

        outbox.onTick(10_001);

        assertThat(sent.batches).extracting(OutboxTest::marked).containsExactly(List.of(), List.of("m1"));
    }

    @Test
    void neverExpiresWhatHasNoDeadline() {
        outbox.offer("agent", "m1", "owner", Long.MAX_VALUE);
        outbox.flush(0);
        outbox.onTick(1_999);

        assertThat(sent.ended).isEmpty();
    }

    @Test
    void limitsABatchWhoseMessagesAreHuge() {
        var huge = new Outbox<String, String, String, String>(STREAM, LIMITS, message -> Integer.MAX_VALUE, sent);
        huge.offer("agent", "m1", "owner", NEVER);
        huge.offer("agent", "m2", "owner", NEVER);
        huge.flush(0);

        assertThat(messages(sent.batches.get(0))).containsExactly("m1");
    }

    @Test
    void tellsWhereTheRecipientLivedUnlessThatIsInDoubt() {
        offer("m1");
        outbox.flush(0);
        accept(1, 1, 1);
        offer("m2");
        outbox.flush(2);
        outbox.onTick(2_002);

        assertThat(sent.homes).containsExactly("null", "b", "null");
    }

    @Test
    void ignoresReportsForAnEarlierLife() {
        offer("m1");
        outbox.flush(0);

        outbox.onReport(
                "agent",
                new Report<>(
                        new StreamId("node#0", 0),
                        1,
                        "b",
                        7,
                        1,
                        Report.State.OPEN,
                        List.of(new Report.Settled<>(1, "x"))),
                1);

        assertThat(sent.ended).isEmpty();
    }

    private void offer(String message) {
        outbox.offer("agent", message, "owner", NEVER);
    }

    private void accept(long batch, long upTo, long now) {
        outbox.onReport("agent", report(batch, 7, upTo, Report.State.OPEN), now);
        outbox.flush(now);
    }

    private static Report<String> report(long batch, long activation, long upTo, Report.State state) {
        return new Report<>(STREAM, batch, "b", activation, upTo, state, List.of());
    }

    private static Report<String> settling(long batch, long seq, long upTo) {
        return new Report<>(STREAM, batch, "b", 7, upTo, Report.State.OPEN, List.of(new Report.Settled<>(seq, "done")));
    }

    private static List<String> messages(Batch<String> batch) {
        return batch.entries().stream().map(Batch.Entry::message).toList();
    }

    private static List<String> marked(Batch<String> batch) {
        return batch.entries().stream()
                .filter(batch::redelivered)
                .map(Batch.Entry::message)
                .toList();
    }

    private static final class Sent implements Outbox.Port<String, String, String, String> {
        final List<Batch<String>> batches = new ArrayList<>();
        final List<String> homes = new ArrayList<>();
        final List<String> ended = new ArrayList<>();
        final List<Long> heardAgain = new ArrayList<>();

        @Override
        public void send(String recipient, @Nullable String home, boolean inDoubt, Batch<String> batch) {
            homes.add(String.valueOf(home));
            batches.add(batch);
        }

        @Override
        public void heardAgain(String recipient, long millis) {
            heardAgain.add(millis);
        }

        @Override
        public void settled(String recipient, String message, String owner, String outcome) {
            ended.add(message + " " + outcome);
        }

        @Override
        public void expired(String recipient, String message, String owner, boolean wasSent) {
            ended.add(message + " expired" + (wasSent ? " though sent" : ""));
        }
    }
}
