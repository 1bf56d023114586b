package dev.troupe.multinode;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentModule;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Takes long for its turns: durable with steps, and in memory without. Answers with the processes that did them. */
final class JourneyAgent extends Agent<JourneyAgent.Command, JourneyAgent.Count> {
    static final String ROLE = "traveller";
    static final AgentType<Command> TYPE = AgentType.of("journey", Command.class);
    static final AgentType<Command> IN_MEMORY = AgentType.of("walk", Command.class);

    sealed interface Command {}

    /** Does steps, one after the other. */
    @MessageName("journey.Travel")
    record Travel(int steps, int stepMillis) implements Command, Request<Diary> {}

    /** Takes long without a step. */
    @MessageName("journey.Walk")
    record Walk(int millis) implements Command, Request<Diary> {}

    /** Takes no time. */
    @MessageName("journey.Look")
    record Look() implements Command, Request<Diary> {}

    @MessageName("journey.Diary")
    record Diary(List<Long> processes, int turns) {}

    record Count(int turns) {
        Count next() {
            return new Count(turns + 1);
        }
    }

    private JourneyAgent(AgentContext<Command> context) {
        super(context);
    }

    static List<AgentDefinition<?, ?>> definitionsWithRole() {
        return List.of(
                AgentDefinition.of(TYPE, Count.class, JourneyAgent::new)
                        .withMessages(Diary.class)
                        .withRole(ROLE)
                        .durable(),
                AgentDefinition.of(IN_MEMORY, Count.class, JourneyAgent::new)
                        .withMessages(Diary.class)
                        .withRole(ROLE));
    }

    @Override
    protected Count emptyState() {
        return new Count(0);
    }

    @Override
    protected Handlers<Command, Count> handlers() {
        return newHandlersBuilder()
                .onRequest(Travel.class, this::onTravel)
                .onRequest(Walk.class, this::onWalk)
                .onRequest(Look.class, this::onLook)
                .build();
    }

    private ReplyEffect<Count, Diary> onTravel(Count count, Travel travel, ReplyTo<Diary> replyTo) {
        CompletionStage<List<Long>> way = CompletableFuture.completedFuture(List.of());
        for (int step = 0; step < travel.steps(); step++) {
            var name = Step.once("step-" + step);
            way = way.thenCompose(before -> context()
                    .step(name, Long.class, key -> work(travel.stepMillis()))
                    .thenApply(process -> {
                        List<Long> all = new ArrayList<>(before);
                        all.add(process);
                        return all;
                    }));
        }
        return awaitReply(way.thenApply(processes -> effects()
                .persist(count.next())
                .thenReply(new Diary(processes, count.next().turns()))));
    }

    private ReplyEffect<Count, Diary> onWalk(Count count, Walk walk, ReplyTo<Diary> replyTo) {
        return awaitReply(context()
                .blocking(() -> work(walk.millis()))
                .thenApply(process -> effects()
                        .persist(count.next())
                        .thenReply(new Diary(List.of(process), count.next().turns()))));
    }

    private ReplyEffect<Count, Diary> onLook(Count count, Look look, ReplyTo<Diary> replyTo) {
        return effects()
                .persist(count.next())
                .thenReply(new Diary(
                        List.of(ProcessHandle.current().pid()), count.next().turns()));
    }

    /** What is tested is what happens while something takes its time. */
    private static long work(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ProcessHandle.current().pid();
    }

    /** For nodes that are started by the command line. */
    public static final class Module implements AgentModule {
        @Override
        public String name() {
            return "journey";
        }

        @Override
        public List<AgentDefinition<?, ?>> definitions() {
            return definitionsWithRole();
        }
    }
}
