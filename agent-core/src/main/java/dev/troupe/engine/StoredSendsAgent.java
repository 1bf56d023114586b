package dev.troupe.engine;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.SendOptions;

/** A bucket of {@link StoredSends}: passes on what it gets. What it has under way is no state of its own. */
final class StoredSendsAgent extends Agent<Passage, StoredSendsAgent.Nothing> {

    /** The state, which never changes. */
    record Nothing() {}

    StoredSendsAgent(AgentContext<Passage> context) {
        super(context);
    }

    @Override
    protected Nothing emptyState() {
        return new Nothing();
    }

    @Override
    protected Handlers<Passage, Nothing> handlers() {
        return newHandlersBuilder().onMessage(Passage.class, this::onPassage).build();
    }

    private Effect<Nothing> onPassage(Nothing state, Passage message) {
        var passedOn = StoredSends.fromBucket(message.envelope());
        return effects().send(passedOn.recipient(), new Passage(passedOn), SendOptions.DEFAULT);
    }
}
