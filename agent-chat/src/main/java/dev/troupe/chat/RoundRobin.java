package dev.troupe.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One after the other, in their order. */
record RoundRobin(List<String> names) implements TeamManager<RoundRobin.Place> {

    /**
     * Where the round is.
     *
     * @param nextIndex of the participant that is next in the row
     */
    record Place(@JsonProperty("next_speaker_index") int nextIndex) {}

    RoundRobin {
        names = List.copyOf(names);
    }

    @Override
    public String name() {
        return "RoundRobinGroupChatManager";
    }

    @Override
    public Class<Place> memoryType() {
        return Place.class;
    }

    @Override
    public Place emptyMemory() {
        return new Place(0);
    }

    @Override
    public String stateType() {
        return "RoundRobinManagerState";
    }

    @Override
    public CompletionStage<Decision<Place>> decide(Place place, List<ChatItem> conversation, ChatContext context) {
        int index = Math.floorMod(place.nextIndex(), names.size());
        var next = new Place((index + 1) % names.size());
        return CompletableFuture.completedFuture(Decision.speak(next, names.get(index)));
    }
}
