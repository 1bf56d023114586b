package dev.troupe.multinode;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Says the number after the one that it has heard last, and how many messages of others it has heard in all. */
record CountingMember(String name) implements ChatAgent<Integer> {
    static final int TURNS = 30;

    /** Counts from the task on. */
    static final Team TEAM = Team.roundRobin(
                    "counting", List.of(new CountingMember("a"), new CountingMember("b"), new CountingMember("c")))
            .withMaxTurns(TURNS);

    private static final int WORK_MILLIS = 20;

    @Override
    public String description() {
        return "counts";
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
    public CompletionStage<Response<Integer>> respond(Integer heard, List<ChatMessage> news, ChatContext context) {
        int number = Integer.parseInt(last(news).split(" ", -1)[0]);
        int all = heard + news.size();
        return context.blocking(() -> {
                    work();
                    return number + 1;
                })
                .thenApply(next -> Response.of(all, new TextMessage(context.nextOrigin(), next + " heard " + all)));
    }

    private static String last(List<ChatMessage> news) {
        return news.get(news.size() - 1).toText();
    }

    private static void work() {
        try {
            TimeUnit.MILLISECONDS.sleep(WORK_MILLIS); // a model takes its time, too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
