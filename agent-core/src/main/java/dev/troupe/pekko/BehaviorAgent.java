package dev.troupe.pekko;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.HandlersBuilder;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.Request;
import dev.troupe.engine.actor.ActorTurnContext;
import dev.troupe.pekko.Delivery.End;
import dev.troupe.pekko.PekkoAgents.None;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** Hands every message to a child, and ends the turn when the child has confirmed it. */
final class BehaviorAgent<P> extends Agent<P, None> {
    private final ActorRef<Delivery<P>> child;

    BehaviorAgent(AgentContext<P> context, Behavior<Delivery<P>> behavior) {
        super(context);
        if (!(context instanceof ActorTurnContext<P> actor)) {
            throw new IllegalStateException("agent " + context.self() + ": a Pekko behavior needs a runtime (expected:"
                    + " StandaloneRuntime or ClusterRuntime; test the behavior itself with Pekko's test kit)");
        }
        this.child = actor.spawnChild(behavior);
    }

    @Override
    protected None emptyState() {
        return new None();
    }

    @Override
    protected Handlers<P, None> handlers() {
        var handlers = newHandlersBuilder();
        handleAll(handlers, context().self().type().protocol());
        return handlers.build();
    }

    private void handleAll(HandlersBuilder<P, None> handlers, Class<?> type) {
        if (type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                handleAll(handlers, permitted);
            }
        } else if (Request.class.isAssignableFrom(type)) {
            handleRequest(handlers, type);
        } else {
            handleMessage(handlers, type);
        }
    }

    @SuppressWarnings("unchecked") // a permitted record of P is a P
    private void handleMessage(HandlersBuilder<P, None> handlers, Class<?> type) {
        var unused = handlers.onMessage((Class<P>) type, (state, message) -> await(deliver(message)));
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // the answer's type is checked when it is encoded
    private void handleRequest(HandlersBuilder<P, None> handlers, Class<?> type) {
        var unused = handlers.onRequest(
                (Class<Request<Object>>) type,
                (state, request, replyTo) -> awaitReply((CompletableFuture) deliver((P) request)));
    }

    private CompletableFuture<Effect<None>> deliver(P message) {
        var ended = new CompletableFuture<Effect<None>>();
        child.tell(new Delivery<>(message, context().message(), end -> end(ended, end)));
        return ended;
    }

    private void end(CompletableFuture<Effect<None>> ended, End end) {
        if (end instanceof End.Answered answered) {
            ReplyEffect<None, Object> reply = effects().thenReply(answered.answer());
            ended.complete(reply);
        } else if (end instanceof End.Failed failed) {
            ended.completeExceptionally(failed.reason());
        } else {
            ended.complete(effects());
        }
    }
}
