package dev.troupe.chat.contract;

import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.TeamManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** All but the last participant at once, then the last one, then the end; over and over. Remembers how often it was asked. */
record FanManager(List<String> names) implements TeamManager<Integer> {
    @Override
    public String name() {
        return "manager";
    }

    @Override
    public Class<Integer> memoryType() {
        return Integer.class;
    }

    @Override
    public Integer emptyMemory() {
        return 0;
    }

    @Override
    public CompletionStage<Decision<Integer>> decide(Integer asked, List<ChatItem> conversation, ChatContext context) {
        int last = names.size() - 1;
        var decision = switch (asked % 3) {
            case 0 -> Decision.speak(asked + 1, names.subList(0, last));
            case 1 -> Decision.speak(asked + 1, names.get(last));
            default -> Decision.stop(asked + 1, "all have spoken");
        };
        return CompletableFuture.completedFuture(decision);
    }
}
