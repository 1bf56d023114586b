package dev.troupe.standalone;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.RuntimeCore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Parent of all agents: activates an agent with its first message. What arrives for an agent that is ending waits for
 * its next life; that is one batch per lane at most, since a message of {@code tell} is dropped then.
 */
final class AgentHost extends AbstractBehavior<AgentHost.Command> {
    sealed interface Command {}

    record Route(AgentId recipient, AgentActor.Command message) implements Command {}

    record Passivate(AgentId id) implements Command {}

    record StopAll(String agentType, ActorRef<String> whenDone) implements Command {}

    private static final class Child {
        final ActorRef<AgentActor.Command> ref;
        final List<AgentActor.Command> waiting = new ArrayList<>(0);
        boolean ending;

        Child(ActorRef<AgentActor.Command> ref) {
            this.ref = ref;
        }
    }

    private final RuntimeCore core;
    private final Map<AgentId, Child> children = new HashMap<>();
    private final Map<ActorRef<?>, AgentId> ids = new HashMap<>();
    private final List<StopAll> stops = new ArrayList<>();

    /** How soon a durable agent comes back that has ended by a fault, such as a journal that refused. */
    private static final Duration RESTART_DELAY = Duration.ofSeconds(1);

    private AgentHost(ActorContext<Command> context, RuntimeCore core) {
        super(context);
        this.core = core;
    }

    static Behavior<Command> create(RuntimeCore core) {
        return Behaviors.setup(context -> new AgentHost(context, core));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Route.class, this::onRoute)
                .onMessage(Passivate.class, this::onPassivate)
                .onMessage(StopAll.class, this::onStopAll)
                .onSignal(Terminated.class, this::onTerminated)
                .build();
    }

    private Behavior<Command> onRoute(Route route) {
        var child = children.get(route.recipient());
        if (child == null) {
            child = activate(route.recipient());
        }
        boolean tell = route.message() instanceof AgentActor.Tell;
        if (child == null || (child.ending && tell)) {
            if (tell) {
                core.dropTell();
            }
            return this; // a batch to an agent that is not hosted any more stays with its lane until its deadline
        }
        if (child.ending) {
            child.waiting.add(route.message());
        } else {
            child.ref.tell(route.message());
        }
        return this;
    }

    private Behavior<Command> onPassivate(Passivate passivate) {
        var child = children.get(passivate.id());
        if (child != null) {
            stop(child);
        }
        return this;
    }

    private Behavior<Command> onStopAll(StopAll stop) {
        stops.add(stop);
        children.forEach((id, child) -> {
            if (stop.agentType().isEmpty() || id.type().equals(stop.agentType())) {
                stop(child);
            }
        });
        tellStopped();
        return this;
    }

    private Behavior<Command> onTerminated(Terminated terminated) {
        var id = ids.remove(terminated.getRef());
        var child = id == null ? null : children.remove(id);
        if (id != null && child != null) {
            child.waiting.forEach(message -> onRoute(new Route(id, message)));
            if (!child.ending && isDurable(id)) {
                var start = new Route(id, AgentActor.Start.INSTANCE);
                getContext().scheduleOnce(RESTART_DELAY, getContext().getSelf(), start);
            }
        }
        tellStopped();
        return this;
    }

    private boolean isDurable(AgentId id) {
        var definition = core.definition(id.type());
        return definition != null && definition.settings().durable();
    }

    private void tellStopped() {
        stops.removeIf(stop -> {
            boolean done = children.keySet().stream()
                    .noneMatch(id -> stop.agentType().isEmpty() || id.type().equals(stop.agentType()));
            if (done) {
                stop.whenDone().tell(stop.agentType());
            }
            return done;
        });
    }

    private static void stop(Child child) {
        if (!child.ending) {
            child.ending = true;
            child.ref.tell(AgentActor.Stop.INSTANCE);
        }
    }

    private @org.jspecify.annotations.Nullable Child activate(AgentId id) {
        var self = getContext().getSelf();
        var agent = stops.isEmpty() ? core.agent(id, ref -> self.tell(new Passivate(id))) : null;
        if (agent == null) {
            return null;
        }
        var child =
                new Child(getContext().spawnAnonymous(agent, RuntimeCore.propsOf(core.definition(id.type()) == null)));
        getContext().watch(child.ref);
        children.put(id, child);
        ids.put(child.ref, id);
        return child;
    }
}
