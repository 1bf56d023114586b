package dev.troupe.multinode;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.AgentModule;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Passes a message on along a path of durable agents, and knows which processes handled it. The agent of the key {@value
 * #HELD} does not end its turn before there is a {@link #gate}.
 */
final class RelayAgent extends Agent<RelayAgent.Command, RelayAgent.Handled> {
    /** Hosts the agents of {@link #START}. */
    static final String STARTERS = "starter";
    /** Hosts the agents of {@link #HOP}. */
    static final String RUNNERS = "runner";

    static final AgentType<Command> START = AgentType.of("relay-start", Command.class);
    static final AgentType<Command> HOP = AgentType.of("relay-hop", Command.class);
    static final String HELD = "held";

    private static final String HOLDS = "holds-";

    sealed interface Command {}

    /** @param directory where the held agent says that it holds */
    @MessageName("relay.Pass")
    record Pass(List<String> path, String directory) implements Command {}

    @MessageName("relay.Look")
    record Look() implements Command, Request<Seen> {}

    /** By which processes, in order. */
    @MessageName("relay.Seen")
    record Seen(List<Long> processes) {}

    record Handled(List<Long> processes) {
        Handled {
            processes = List.copyOf(processes);
        }

        Handled here() {
            List<Long> more = new ArrayList<>(processes);
            more.add(ProcessHandle.current().pid());
            return new Handled(more);
        }
    }

    private RelayAgent(AgentContext<Command> context) {
        super(context);
    }

    static List<AgentDefinition<?, ?>> definitionsWithRoles() {
        return List.of(definition(START, STARTERS), definition(HOP, RUNNERS));
    }

    private static AgentDefinition<?, ?> definition(AgentType<Command> type, String role) {
        return AgentDefinition.of(type, Handled.class, RelayAgent::new)
                .withMessages(Seen.class)
                .withRole(role)
                .durable();
    }

    /** Sees an agent by its {@code type/key}. */
    static AgentRef<Command> ref(String id) {
        var agent = AgentId.parse(id);
        return (agent.type().equals(START.name()) ? START : HOP).ref(agent.key());
    }

    /** Returns the file that lets the held one go on. */
    static Path gate(Path directory) {
        return directory.resolve("gate");
    }

    /** Tells whether the held agent's turn has begun in a process. */
    static boolean holds(Path directory, long process) {
        return Files.exists(directory.resolve(HOLDS + process));
    }

    @Override
    protected Handled emptyState() {
        return new Handled(List.of());
    }

    @Override
    protected Handlers<Command, Handled> handlers() {
        return newHandlersBuilder()
                .onMessage(Pass.class, this::onPass)
                .onRequest(Look.class, this::onLook)
                .build();
    }

    private Effect<Handled> onPass(Handled state, Pass pass) {
        if (!context().self().key().equals(HELD)) {
            return passOn(state, pass);
        }
        return await(
                context().blocking(() -> passGate(Path.of(pass.directory()))).thenApply(passed -> passOn(state, pass)));
    }

    private Effect<Handled> passOn(Handled state, Pass pass) {
        var counted = effects().persist(state.here());
        return pass.path().isEmpty()
                ? counted
                : counted.send(
                        ref(pass.path().get(0)),
                        new Pass(pass.path().subList(1, pass.path().size()), pass.directory()));
    }

    private ReplyEffect<Handled, Seen> onLook(Handled state, Look look, ReplyTo<Seen> replyTo) {
        return effects().thenReply(new Seen(state.processes()));
    }

    /** What is tested is what happens while it holds. */
    private static boolean passGate(Path directory) {
        try {
            Files.writeString(directory.resolve(HOLDS + ProcessHandle.current().pid()), "");
            while (!Files.exists(gate(directory))) {
                Thread.sleep(50);
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** For nodes that are started by the command line. */
    public static final class Module implements AgentModule {
        @Override
        public String name() {
            return "relay";
        }

        @Override
        public List<AgentDefinition<?, ?>> definitions() {
            return definitionsWithRoles();
        }
    }
}
