package dev.troupe.chat;

import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.EffectBuilder;
import dev.troupe.agent.TopicId;
import dev.troupe.chat.Participant.GiveUp;
import dev.troupe.chat.Participant.SetPaused;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.TeamCommand.Shown;
import java.util.List;

/** What a team in one conversation says to its participants, and to those who watch. Pure: adds to the effects of a turn. */
record TeamMail(Team team, TeamRules rules, String conversation) {

    private AgentRef<Participant> ref(String participant) {
        return team.seat(participant).type().ref(conversation);
    }

    /**
     * Gives a participant its turn, with what was said since item {@code from}.
     *
     * @throws AgentException if that is too large to be told at once
     */
    EffectBuilder<TeamState> ask(EffectBuilder<TeamState> effects, TeamState state, String speaker, int from) {
        var seat = team.seat(speaker);
        var news = state.newsSince(from, seat.sources());
        var tooLarge = rules.tooLarge("news for " + ref(speaker), news);
        if (tooLarge != null) {
            throw new AgentException(tooLarge);
        }
        var speak = new Speak(speaker, from, news, state.conversation().size());
        return effects.ask(ref(speaker), speak, seat.turnTimeout(team.options().turnTimeout()));
    }

    /** Calls turns off. */
    EffectBuilder<TeamState> callOff(EffectBuilder<TeamState> effects, List<String> speakers) {
        var told = effects;
        for (String speaker : speakers) {
            told = told.cancel(ref(speaker)).send(ref(speaker), new GiveUp(null));
        }
        return told;
    }

    /** Has a participant end what its turn has begun. */
    EffectBuilder<TeamState> giveUp(EffectBuilder<TeamState> effects, String speaker) {
        return effects.send(ref(speaker), new GiveUp(null));
    }

    /** Teams that have their turn pause, and go on, with this one. */
    EffectBuilder<TeamState> pause(EffectBuilder<TeamState> effects, TeamRun run, boolean paused) {
        var told = effects;
        for (String speaker : run.speakers()) {
            if (team.seat(speaker).member() instanceof Team) {
                told = told.send(ref(speaker), new SetPaused(paused));
            }
        }
        return told;
    }

    EffectBuilder<TeamState> tellAll(EffectBuilder<TeamState> effects, Participant message) {
        var told = effects;
        for (String name : team.seats().keySet()) {
            told = told.send(ref(name), message);
        }
        return told;
    }

    /** Shows live, at once, the conversation from item {@code from} on of a run that nobody has asked to watch. */
    void showLive(AgentContext<?> context, TeamRun run, List<ChatItem> items, int from) {
        for (int index = from; index < items.size(); index++) {
            context.show(topic(), new Shown(index - run.from(), items.get(index), null));
        }
    }

    /** Publishes the conversation from item {@code from} on, for those who watch {@code run}. */
    EffectBuilder<TeamState> published(EffectBuilder<TeamState> effects, TeamRun run, List<ChatItem> items, int from) {
        var topic = topic();
        var all = effects;
        for (int index = from; index < items.size(); index++) {
            all = all.publish(
                    topic,
                    new Shown(index - run.from(), items.get(index), run.wishes().watcher()));
        }
        return all;
    }

    private TopicId topic() {
        return TopicId.of(team.surroundings().watched(), conversation);
    }
}
