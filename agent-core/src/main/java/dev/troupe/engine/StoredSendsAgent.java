package dev.troupe.engine;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.SendOptions;
import dev.troupe.message.Envelope;

/** A bucket of {@link StoredSends}: passes on what it gets. What it has under way is no state of its own. */
final class StoredSendsAgent extends Agent<Passage, StoredSendsAgent.Nothing> {

    /** The state, which never changes. */
    record Nothing() {}

    private final Fates fates;

    StoredSendsAgent(AgentContext<Passage> context, Fates fates) {
        super(context);
        this.fates = fates;
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
        if (!StoredSends.hasCallersId(message.envelope())) {
            return passOn(passedOn);
        }
        // It is not under way. If it has been, its end was kept before this agent forgot it.
        return await(fates.isEnded(passedOn.id(), passedOn.recipient())
                .thenApply(ended -> ended ? effects() : passOn(passedOn)));
    }

    private EffectBuilder<Nothing> passOn(Envelope passedOn) {
        return effects().send(passedOn.recipient(), new Passage(passedOn), SendOptions.DEFAULT);
    }
}
