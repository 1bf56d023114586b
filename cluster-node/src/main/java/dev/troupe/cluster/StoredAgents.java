package dev.troupe.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentId;
import dev.troupe.engine.actor.JournalReader;
import dev.troupe.journal.JournalPage;
import dev.troupe.store.Store;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.LoggerFactory;

/**
 * What is stored of durable agents, read from the store itself: no node need run, and none is joined. Makes nothing and
 * changes nothing.
 */
public final class StoredAgents implements AutoCloseable {
    /** Reads one agent at a time; a store wants two connections at least. */
    private static final String FEW_CONNECTIONS = "troupe.store.connections = 2, pekko.actor.provider = local";

    private final ActorSystem<Void> system;
    private final JournalReader reader;
    private final int maxPayloadBytes;

    private StoredAgents(Config config) {
        // Else the first threads of the actor system race to set up logging, and SLF4J complains.
        LoggerFactory.getILoggerFactory();
        var settings = ClusterSettings.of(config);
        var store = new Store(settings.store());
        store.requireTables();
        this.maxPayloadBytes = settings.engine().maxPayloadBytes();
        this.system = ActorSystem.create(
                Behaviors.empty(), "troupe-stored", store.config().withFallback(config));
        this.reader = new JournalReader(system);
    }

    /**
     * Opens the store that {@code troupe.store} names.
     *
     * @param overrides go before {@code application.conf}
     * @throws IllegalArgumentException if the configuration is wrong, or names no store
     * @throws IllegalStateException if there is no such store, it cannot be reached, or its tables do not fit
     */
    public static StoredAgents open(Config overrides) {
        return new StoredAgents(
                ClusterRuntime.config(ConfigFactory.parseString(FEW_CONNECTIONS).withFallback(overrides)));
    }

    /** Returns a page, as {@link JournalReader#read} does; waits for it. */
    public JournalPage read(AgentId agent, long from, int turns) {
        try {
            return reader.read(agent, from, turns).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof AgentException failed ? failed : e;
        }
    }

    /** Returns what one message may take at most. */
    public int maxPayloadBytes() {
        return maxPayloadBytes;
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }
}
