package dev.troupe.testkit.simulation;

import dev.troupe.agent.MessageInfo;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An activation applies the messages of one sender in the order in which they were sent. */
final class SenderOrder implements Checker {
    private record Line(String sender, SimulatedAgent recipient) {}

    private final Checkers checkers;
    private final Map<Posting.Key, Posting> postings = new HashMap<>();
    private final Map<Line, Posting> lastApplied = new HashMap<>();

    SenderOrder(Checkers checkers) {
        this.checkers = checkers;
    }

    @Override
    public void onPosted(Posting posting) {
        postings.put(posting.key, posting);
    }

    @Override
    public void onApplied(SimulatedAgent agent, MessageInfo message) {
        @Nullable Posting posting = postings.get(new Posting.Key(message.messageId(), agent.self));
        if (posting == null) {
            return; // a reminder
        }
        var earlier = lastApplied.put(new Line(posting.sender, agent), posting);
        if (earlier != null && earlier.number > posting.number) {
            checkers.broken(this, agent + " applied " + posting + " after " + earlier + ", which was sent later");
        }
    }
}
