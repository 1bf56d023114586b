package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Report;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets nothing out. Those who were sent an event of a topic then are its subscribers now. */
final class ReplayPort implements AgentPort {
    private final Map<TopicId, List<AgentId>> subscribers = new HashMap<>();

    void subscribersOf(TurnRecord stored) {
        subscribers.clear();
        for (var envelope : stored.sent()) {
            if (envelope.topic() != null) {
                var all = subscribers.computeIfAbsent(envelope.topic(), topic -> new ArrayList<>());
                if (!all.contains(envelope.recipient())) {
                    all.add(envelope.recipient());
                }
            }
        }
    }

    @Override
    public Collection<AgentId> subscribers(TopicId topic) {
        return subscribers.getOrDefault(topic, List.of());
    }

    @Override
    public void report(Report<Outcome> report) {}

    @Override
    public void send(Envelope envelope) {}

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {}

    @Override
    public void run(StepRun step) {}

    @Override
    public void published(PublishedEvent event) {}
}
