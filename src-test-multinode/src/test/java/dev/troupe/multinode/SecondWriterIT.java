package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes hold one agent each for the only one: the store takes a turn from one of them. */
class SecondWriterIT {
    private static final long PATIENCE_SECONDS = 60;

    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    @Test
    void isRefusedByTheFile(@TempDir Path directory) throws Exception {
        refusesTheSecond("troupe.store.embedded.file = \"" + directory.resolve("store.db") + "\"");
    }

    @Test
    void isRefusedByPostgresql() throws Exception {
        try (var postgres = Postgres.start()) {
            refusesTheSecond(Postgres.config(postgres.createDatabase("second")));
        }
    }

    private void refusesTheSecond(String config) throws InterruptedException {
        var one = ActorSystem.create("one", WriterNode.config(config));
        var two = ActorSystem.create("two", WriterNode.config(config));
        try {
            var first = start(one, "first");
            var second = start(two, "second");

            first.tell("a turn", ActorRef.noSender());
            assertThat(next()).isEqualTo("first stored 1");
            second.tell("another turn", ActorRef.noSender());
            assertThat(next()).startsWith("second failed 1");

            // Whoever starts again goes on from what is stored.
            second = start(two, "third");
            second.tell("another turn", ActorRef.noSender());
            assertThat(next()).isEqualTo("third stored 2");
            first.tell("a late turn", ActorRef.noSender());
            assertThat(next()).startsWith("first failed 2");
        } finally {
            one.terminate();
            two.terminate();
            one.getWhenTerminated().toCompletableFuture().join();
            two.getWhenTerminated().toCompletableFuture().join();
        }
    }

    private ActorRef start(ActorSystem system, String name) throws InterruptedException {
        var writer = system.actorOf(Props.create(Writer.class, () -> new Writer(name, said)), name);
        assertThat(next()).isEqualTo(name + " is here");
        return writer;
    }

    private String next() throws InterruptedException {
        return said.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static final class Writer extends AbstractPersistentActor {
        private final String name;
        private final BlockingQueue<String> said;

        private Writer(String name, BlockingQueue<String> said) {
            this.name = name;
            this.said = said;
        }

        @Override
        public String persistenceId() {
            return "agent";
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(RecoveryCompleted.class, done -> said.add(name + " is here"))
                    .build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder()
                    .match(
                            String.class,
                            turn -> persist(
                                    turn.getBytes(UTF_8), stored -> said.add(name + " stored " + lastSequenceNr())))
                    .build();
        }

        @Override
        public void onPersistFailure(Throwable cause, Object event, long number) {
            said.add(name + " failed " + number + " " + cause);
        }
    }
}
