package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.engine.SettingsReader;
import dev.troupe.store.Store;
import dev.troupe.store.StoreSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.BackoffOpts;
import org.apache.pekko.pattern.BackoffSupervisor;
import org.apache.pekko.persistence.AbstractPersistentActor;
import org.apache.pekko.persistence.RecoveryCompleted;
import org.apache.pekko.persistence.SnapshotOffer;

/**
 * Writers that do nothing but store one numbered event after the other, and say when one is. Arguments: how their names
 * start, how many, their configuration. It never ends by itself.
 */
final class WriterNode {
    static final String ACKNOWLEDGED = "acknowledged";
    static final String RECOVERED = "recovered";
    static final String FAILED = "failed";

    /** Between two events of a writer: leaves time for those that start again. */
    private static final Duration PAUSE = Duration.ofMillis(20);
    /** Keeps starting again short. */
    private static final int EVENTS_TO_A_SNAPSHOT = 100;

    private static final FileOutputStream OUT = new FileOutputStream(FileDescriptor.out);

    private WriterNode() {}

    public static void main(String[] args) {
        var system = ActorSystem.create("writers", config(args[2]));
        for (int writer = 0; writer < Integer.parseInt(args[1]); writer++) {
            String id = args[0] + "-" + writer;
            var props = Props.create(Writer.class, () -> new Writer(id));
            system.actorOf(
                    BackoffSupervisor.props(
                            BackoffOpts.onStop(props, "writer", Duration.ofMillis(50), Duration.ofMillis(500), 0.2)),
                    id);
        }
    }

    /** Opens the store of these settings; returns the configuration of an actor system that uses it. */
    static Config config(String settings) {
        var config = ConfigFactory.parseString(settings)
                .withFallback(ConfigFactory.parseResources(Store.class.getClassLoader(), "troupe-store.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
        var store = new Store(SettingsReader.read(config, StoreSettings::of));
        store.prepare();
        return store.config().withFallback(config);
    }

    /** Returns what the event of a number holds. */
    static byte[] event(String writer, long number) {
        return (writer + " " + number + " ".repeat(150)).getBytes(UTF_8);
    }

    private static void say(String what, String writer, Object more) {
        try {
            OUT.write((what + " " + writer + " " + more + "\n").getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Writer extends AbstractPersistentActor {
        private static final String NEXT = "next";

        private final String id;
        private long stored;

        private Writer(String id) {
            this.id = id;
        }

        @Override
        public String persistenceId() {
            return id;
        }

        @Override
        public Receive createReceiveRecover() {
            return receiveBuilder()
                    .match(
                            SnapshotOffer.class,
                            offer -> stored = offer.metadata().sequenceNr())
                    .match(byte[].class, event -> stored++)
                    .match(RecoveryCompleted.class, done -> {
                        say(RECOVERED, id, stored);
                        writeNext();
                    })
                    .build();
        }

        @Override
        public Receive createReceive() {
            return receiveBuilder().matchEquals(NEXT, next -> writeNext()).build();
        }

        private void writeNext() {
            persist(event(id, stored + 1), event -> {
                stored++;
                say(ACKNOWLEDGED, id, stored);
                if (stored % EVENTS_TO_A_SNAPSHOT == 0) {
                    saveSnapshot(event);
                }
                var unused = getContext()
                        .getSystem()
                        .scheduler()
                        .scheduleOnce(PAUSE, getSelf(), NEXT, getContext().getDispatcher(), getSelf());
            });
        }

        @Override
        public void onPersistFailure(Throwable cause, Object event, long number) {
            say(FAILED, id, number + " " + cause);
        }

        @Override
        public void onRecoveryFailure(Throwable cause, scala.Option<Object> event) {
            say(FAILED, id, "recovery " + cause);
        }
    }
}
