package dev.troupe.samples.chat;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Failure;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Conversation;
import dev.troupe.chat.RunItem;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import java.io.PrintWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;

/** One conversation with a team at a console. Tasks are given by one thread; any other may cancel. */
final class ChatSession {
    private static final String KEY = "console";

    /** Where a person reads. */
    record Console(PrintWriter out, PrintWriter err) {}

    private final Conversation conversation;
    private final MeteredModel meter;
    private final ModelTrouble trouble;
    private final Console console;

    ChatSession(AgentRuntime runtime, Team team, MeteredModel meter, Console console) {
        this.conversation = team.conversation(runtime, KEY);
        this.meter = meter;
        this.trouble = new ModelTrouble(meter.model());
        this.console = console;
    }

    /** Shows how the team works on a task; returns when that is over, and whether it has come to a result. */
    boolean give(String task) {
        meter.reset();
        var watcher = new Watcher(new Transcript(console.out()));
        conversation.runStream(task).subscribe(watcher);
        try {
            conclude(watcher.result.join());
            return true;
        } catch (CompletionException e) {
            watcher.transcript.endLine();
            console.err().println("troupe: " + reason(e.getCause() == null ? e : e.getCause()));
            console.err().flush();
            return false;
        }
    }

    /** Ends what the team does now; {@link #give} then returns. */
    void cancel() {
        var unused = conversation.cancel();
    }

    private void conclude(TaskResult result) {
        long said =
                result.messages().stream().filter(ChatMessage.class::isInstance).count();
        var usage = meter.usage();
        console.out()
                .println("stopped: " + result.stopReason() + " (messages: " + said + ", tokens: " + usage.prompt()
                        + " prompt, " + usage.completion() + " completion)");
        console.out().flush();
    }

    private String reason(Throwable thrown) {
        var failure = thrown instanceof AgentException known ? known.failure() : null;
        if (failure != null && failure.kind() == Failure.Kind.CANCELLED) {
            return "cancelled";
        }
        return meter.failure()
                .map(trouble::of)
                .orElseGet(() -> failure == null ? String.valueOf(thrown.getMessage()) : failure.message());
    }

    /** Prints what comes, and keeps the result. */
    private static final class Watcher implements Flow.Subscriber<RunItem> {
        private final Transcript transcript;
        private final CompletableFuture<TaskResult> result = new CompletableFuture<>();

        Watcher(Transcript transcript) {
            this.transcript = transcript;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(RunItem item) {
            if (item instanceof ChatItem said) {
                transcript.show(said);
            } else if (item instanceof TaskResult last) {
                result.complete(last);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            result.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            result.completeExceptionally(new IllegalStateException("stream of a run: ended without a result"));
        }
    }
}
