package dev.troupe.node;

import static dev.troupe.node.BookedCluster.ACME;
import static dev.troupe.node.BookedCluster.PATIENCE;
import static dev.troupe.node.BookedCluster.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.JsonPayload;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Outbox;
import dev.troupe.engine.AgentMachine;
import dev.troupe.engine.external.ExternalMachine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bug that loses one message of two nodes under traffic shows in the ledger, wherever the message was. */
class LedgerDropIT {
    private static final String LOST = ACME + "/lost";
    private static final String DROP = "if (dev.troupe.node.PlantedDrop.takes(%s)) { %s; }";

    @TempDir
    private Path directory;

    @Test
    void findsWhatTheLanesOfANodeLose() throws Exception {
        var bug = DROP.formatted("message", "return");

        Mutant.of(directory, Outbox.class, "var channel = channels.computeIfAbsent(", bug)
                .run(Lanes.class);
    }

    @Test
    void findsWhatAnAgentLosesAndDeliversItWhenTheAgentIsUnloaded() throws Exception {
        var bug = DROP.formatted("envelope", "continue");

        Mutant.of(directory, AgentMachine.class, "if (envelope.kind() == Envelope.Kind.CANCEL) {", bug)
                .run(Agents.class);
    }

    @Test
    void findsWhatTheAgentOfAWorkerLosesAndNotWhatTheWorkerHasNotAnswered() throws Exception {
        var bug = DROP.formatted("envelope", "continue");

        Mutant.of(directory, ExternalMachine.class, "if (envelope.kind() == Envelope.Kind.MESSAGE) {", bug)
                .run(Workers.class);
    }

    /** A direct message first, then a publication. */
    static final class Lanes implements Runnable {
        @Override
        public void run() {
            try (var cluster = new BookedCluster()) {
                PlantedDrop.ofNext(envelope -> envelope.recipient().key().equals(LOST));
                var sent = cluster.first.runtime().send(SlipAgent.TYPE.ref(LOST), new SlipAgent.Slip(0));
                cluster.awaitImbalance(1);
                cluster.assertOnly(ACME, "(direct)", 1, 1);
                long ofSender = cluster.imbalance(cluster.first);

                PlantedDrop.ofNext(envelope -> envelope.recipient().key().equals(LOST));
                var published =
                        cluster.second.runtime().publish(TopicId.of(SlipAgent.TOPIC, LOST), new SlipAgent.Slip(0));
                cluster.awaitImbalance(2);
                cluster.assertOnly(ACME, SlipAgent.TOPIC, 1, 2);
                cluster.awaitMoreSlips();

                assertThat(ofSender).isEqualTo(1);
                assertThat(cluster.imbalance(cluster.second)).isEqualTo(1);
                assertThat(sent).isNotCompleted();
                assertThat(published).isNotCompleted();
            }
        }
    }

    static final class Agents implements Runnable {
        @Override
        public void run() {
            try (var cluster = new BookedCluster()) {
                PlantedDrop.ofNext(envelope -> envelope.recipient().key().equals(LOST));

                var sent = cluster.first.runtime().send(SlipAgent.TYPE.ref(LOST), new SlipAgent.Slip(0));
                cluster.awaitImbalance(1);
                cluster.assertOnly(ACME, "(agents)", 1, 1);
                boolean before = sent.toCompletableFuture().isDone();
                var unloaded = cluster.run("agents", "passivate", SlipAgent.TYPE.name() + "/" + LOST);

                assertThat(before).isFalse();
                assertThat(unloaded.code()).as("%s", unloaded).isZero();
                assertThat(get(sent).processed()).isTrue();
                cluster.assertOnly(ACME, "(agents)", 1, 1);
            }
        }
    }

    static final class Workers implements Runnable {
        private static final String TYPE = "outsider";
        private static final JsonPayload ASKED = new JsonPayload("Said", "{}");

        @Override
        public void run() {
            try (var cluster = new BookedCluster();
                    var worker = SilentWorker.connect(cluster.second, TYPE)) {
                var waits = ask(cluster, ACME + "/waits");
                await().atMost(PATIENCE).until(() -> worker.requests() == 1);
                cluster.awaitMoreSlips();
                var whileItWaits = cluster.run("ledger");

                PlantedDrop.ofNext(envelope -> envelope.recipient().equals(AgentId.of(TYPE, LOST)));
                var lost = ask(cluster, LOST);
                cluster.awaitImbalance(1);
                cluster.assertOnly(ACME, "(agents)", 1, 1);
                worker.answerAll();

                assertThat(whileItWaits.code()).as("%s", whileItWaits).isZero();
                assertThat(get(waits)).isEqualTo(ASKED);
                assertThat(lost).isNotCompleted();
                assertThat(worker.requests()).isEqualTo(1);
            }
        }

        private static CompletionStage<JsonPayload> ask(BookedCluster cluster, String key) {
            return cluster.first.runtime().ask(AgentId.of(TYPE, key), ASKED, Duration.ofHours(1));
        }
    }
}
