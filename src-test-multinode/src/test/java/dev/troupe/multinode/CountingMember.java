package dev.troupe.multinode;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Says the number after the one that it has heard last, and how many messages of others it has heard in all.
 *
 * @param pace how long it waits in a turn, without a thread, beside its work
 */
record CountingMember(String name, Duration pace) implements ChatAgent<Integer> {
    static final int TURNS = 30;
    static final String NAME = "counting";

    /** Counts from the task on. */
    static final Team TEAM = Team.roundRobin(NAME, members(Duration.ZERO)).withMaxTurns(TURNS);

    static final int PACED_TURNS = 2;
    static final String PACED_NAME = "paced";

    /** Counts without hurry, a few turns at a time. */
    static final Team PACED =
            Team.roundRobin(PACED_NAME, members(Duration.ofSeconds(5))).withMaxTurns(PACED_TURNS);

    private static final int WORK_MILLIS = 20;

    private static List<CountingMember> members(Duration pace) {
        return Stream.of("a", "b", "c")
                .map(name -> new CountingMember(name, pace))
                .toList();
    }

    /**
     * Returns what a team of three says undisturbed. In its first turn a participant hears what was said before, later what
     * the two others have said since.
     */
    static List<String> undisturbed(int turns) {
        List<String> texts = new ArrayList<>(List.of("0"));
        for (int number = 1; number <= turns; number++) {
            int turnsBefore = (number - 1) / 3;
            int first = (number - 1) % 3 + 1;
            texts.add(number + " heard " + (first + 2 * turnsBefore));
        }
        return texts;
    }

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
        return later(context.blocking(() -> {
                    work();
                    return number + 1;
                }))
                .thenApply(next -> Response.of(all, new TextMessage(context.nextOrigin(), next + " heard " + all)));
    }

    private <T> CompletionStage<T> later(CompletionStage<T> work) {
        if (pace.isZero()) {
            return work;
        }
        var afterwards = CompletableFuture.delayedExecutor(pace.toMillis(), TimeUnit.MILLISECONDS);
        return work.thenApplyAsync(done -> done, afterwards);
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
