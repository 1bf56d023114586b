package dev.troupe.bench;

import com.typesafe.config.ConfigFactory;
import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.cluster.ClusterRuntime;
import java.util.List;
import java.util.concurrent.Semaphore;

/** {@code AgentRuntime.send} on a cluster of one node; a receipt is an acknowledgement. */
final class TroupeSend implements Scenario {
    static final class SinkAgent extends Agent<SinkAgent.Command, SinkAgent.State> {
        static final AgentType<Command> TYPE = AgentType.of("sink", Command.class);

        sealed interface Command {}

        record Data(String text) implements Command {}

        record State(long count) {}

        private SinkAgent(AgentContext<Command> context) {
            super(context);
        }

        static AgentDefinition<Command, State> definition() {
            return AgentDefinition.of(TYPE, State.class, SinkAgent::new);
        }

        @Override
        protected State emptyState() {
            return new State(0);
        }

        @Override
        protected Handlers<Command, State> handlers() {
            return newHandlersBuilder().onMessage(Data.class, this::onData).build();
        }

        private Effect<State> onData(State state, Data data) {
            return effects().persist(new State(state.count() + 1));
        }
    }

    private final ClusterRuntime runtime =
            ClusterRuntime.start(ConfigFactory.parseString("troupe.cluster.port = 0"), List.of(SinkAgent.definition()));

    @Override
    public void run(int agents, int messages, int outstanding) {
        var data = new SinkAgent.Data(BareSharding.TEXT);
        var free = new Semaphore(outstanding);
        for (int message = 0; message < messages; message++) {
            free.acquireUninterruptibly();
            runtime.send(SinkAgent.TYPE.ref("agent-" + message % agents), data).whenComplete((receipt, thrown) -> {
                if (thrown != null || !receipt.processed()) {
                    System.err.println("not processed: " + receipt + " " + thrown);
                }
                free.release();
            });
        }
        free.acquireUninterruptibly(outstanding);
    }

    @Override
    public void close() {
        runtime.close();
    }
}
