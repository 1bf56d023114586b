package dev.troupe.agent;

/**
 * What a turn does: a value that the runtime applies in one step after the handler has returned. New state, outgoing
 * messages and the acknowledgement of the incoming message happen together or not at all.
 *
 * @param <S> the state of the agent
 */
@SuppressWarnings("unused") // S keeps the effect of one agent out of another.
public sealed interface Effect<S> permits EffectBuilder, ReplyEffect {}
