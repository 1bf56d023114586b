package dev.troupe.chat.contract;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.ThoughtEvent;
import dev.troupe.chat.ChatEvent.UserInputRequestedEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.StopMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Does in its turns what the last task tells it to: {@code a: say x; a: hand b} is for two turns of {@code a}. Says its name
 * when there is nothing left. All that it does is a function of what it hears.
 */
record OrderedMember(String name) implements ChatAgent<OrderedMember.Memory> {

    /**
     * What it knows.
     *
     * @param heard what others have said, as {@code source: text}
     * @param orders that are left of the last task
     */
    record Memory(List<String> heard, List<String> orders) {
        Memory {
            heard = List.copyOf(heard);
            orders = List.copyOf(orders);
        }

        Memory plus(List<ChatMessage> news, String name) {
            List<String> all = new ArrayList<>(heard);
            List<String> left = orders;
            for (var message : news) {
                all.add(message.source() + ": " + message.toText());
                if (message.source().equals("user")) {
                    left = ordersFor(name, message.toText());
                }
            }
            return new Memory(all, left);
        }

        Memory afterOne() {
            return new Memory(heard, orders.subList(1, orders.size()));
        }

        private static List<String> ordersFor(String name, String task) {
            return Stream.of(task.split("; ", -1))
                    .filter(order -> order.startsWith(name + ": "))
                    .map(order -> order.substring(name.length() + 2))
                    .toList();
        }
    }

    @Override
    public String description() {
        return "does what it is told";
    }

    @Override
    public Class<Memory> memoryType() {
        return Memory.class;
    }

    @Override
    public Memory emptyMemory() {
        return new Memory(List.of(), List.of());
    }

    @Override
    public CompletionStage<Response<Memory>> respond(Memory before, List<ChatMessage> heard, ChatContext context) {
        var memory = before.plus(heard, name);
        if (memory.orders().isEmpty()) {
            return says(memory, name, context);
        }
        String[] order = memory.orders().get(0).split(" ", 2);
        String what = order.length == 2 ? order[1] : "";
        var after = memory.afterOne();
        return switch (order[0]) {
            case "say" -> says(after, what, context);
            case "work" -> context.blocking(() -> what).thenCompose(done -> says(after, done, context));
            case "recall" -> says(after, memory.heard().toString(), context);
            case "stop" -> done(Response.of(after, new StopMessage(context.nextOrigin(), what)));
            case "hand" -> done(Response.of(after, new HandoffMessage(context.nextOrigin(), "over to " + what, what)));
            case "ask" -> asks(after, what, context);
            case "hang" -> hangs(context);
            default ->
                CompletableFuture.failedFuture(
                        new IllegalStateException("order: '" + order[0] + "' (expected: a known one)"));
        };
    }

    @Override
    public CompletionStage<Response<Memory>> onInput(Memory memory, String input, ChatContext context) {
        if (input.isEmpty()) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("input: empty (expected: some text)"));
        }
        return says(memory, input, context);
    }

    private static CompletionStage<Response<Memory>> says(Memory memory, String text, ChatContext context) {
        return done(Response.of(memory, new TextMessage(context.nextOrigin(), text)));
    }

    private static CompletionStage<Response<Memory>> asks(Memory memory, String text, ChatContext context) {
        var origin = context.nextOrigin();
        return done(new Response.AwaitingInput<>(memory, new UserInputRequestedEvent(origin, origin.id(), text)));
    }

    /** Never ends on its own. */
    private static CompletionStage<Response<Memory>> hangs(ChatContext context) {
        var never = new CompletableFuture<Response<Memory>>();
        context.onCancel(() -> never.cancel(true));
        context.show(new ThoughtEvent(context.nextOrigin(), "hangs"));
        return never;
    }

    private static CompletionStage<Response<Memory>> done(Response<Memory> response) {
        return CompletableFuture.completedFuture(response);
    }
}
