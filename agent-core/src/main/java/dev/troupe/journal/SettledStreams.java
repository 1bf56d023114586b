package dev.troupe.journal;

import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Outcome;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The outcomes of messages that their lanes may send again, per stream: an agent that has come back tells them as they
 * were. Bounded as the inbox is: a lane has so many unsettled messages at most, and the stream that was not heard for
 * longest is forgotten beyond the limit.
 */
final class SettledStreams {
    private static final class Stream {
        private final TreeMap<Long, Outcome> outcomes = new TreeMap<>();
        private long floor;
    }

    private final int limit;
    /** In order of use, so that the one to forget comes first. */
    private final Map<StreamId, Stream> byId = new LinkedHashMap<>(4, 0.75f, true);

    SettledStreams(int limit) {
        this.limit = limit;
    }

    void note(TurnRecord.Place place, Outcome outcome) {
        var stream = stream(place.stream());
        stream.outcomes.put(place.seq(), outcome);
        raiseFloor(stream, place.floor());
    }

    List<AgentSnapshot.Stream> snapshot() {
        return byId.entrySet().stream()
                .map(each -> snapshot(each.getKey(), each.getValue()))
                .toList();
    }

    void restore(AgentSnapshot.Stream stored) {
        var stream = stream(stored.id());
        stored.settled().forEach(each -> stream.outcomes.put(each.seq(), each.outcome()));
        raiseFloor(stream, stored.floor());
    }

    private static AgentSnapshot.Stream snapshot(StreamId id, Stream stream) {
        var settled = stream.outcomes.entrySet().stream()
                .map(each -> new Report.Settled<>(each.getKey(), each.getValue()))
                .toList();
        return new AgentSnapshot.Stream(id, stream.floor, settled);
    }

    private static void raiseFloor(Stream stream, long floor) {
        stream.floor = Math.max(stream.floor, floor);
        stream.outcomes.headMap(stream.floor).clear();
    }

    private Stream stream(StreamId id) {
        var stream = byId.computeIfAbsent(id, unknown -> new Stream());
        if (byId.size() > limit) {
            byId.remove(byId.keySet().iterator().next());
        }
        return stream;
    }
}
