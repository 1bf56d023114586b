package dev.troupe.bench;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.assistant.AssistantAgent;
import dev.troupe.chat.assistant.AssistantMemory;
import dev.troupe.chat.testkit.ModelReply;
import dev.troupe.chat.testkit.ReplayChatModel;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** An assistant whose model answers at once, and a clock that is told of each turn. */
final class TimedAssistant implements ChatAgent<AssistantMemory> {
    /** With one model: it keeps all its requests, which would fill the heap in the end. */
    private static final int TURNS = 10_000;

    private final String name;
    private final TurnClock clock;
    private final AtomicInteger turns = new AtomicInteger();
    private volatile AssistantAgent assistant;

    TimedAssistant(String name, TurnClock clock) {
        this.name = name;
        this.clock = clock;
        this.assistant = assistant(name);
    }

    private static AssistantAgent assistant(String name) {
        var model = ReplayChatModel.builder().always(ModelReply.text(Talk.TEXT)).build();
        return AssistantAgent.of(name, model);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return assistant.description();
    }

    @Override
    public Class<AssistantMemory> memoryType() {
        return assistant.memoryType();
    }

    @Override
    public AssistantMemory emptyMemory() {
        return assistant.emptyMemory();
    }

    @Override
    public CompletionStage<Response<AssistantMemory>> respond(
            AssistantMemory memory, List<ChatMessage> heard, ChatContext context) {
        clock.turn(context.conversation());
        if (turns.incrementAndGet() % TURNS == 0) {
            assistant = assistant(name);
        }
        return assistant.respond(memory, heard, context);
    }
}
