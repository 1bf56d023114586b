package dev.troupe.chat;

import dev.troupe.chat.ChatMessage.TextMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/** Says what it makes of the last thing that it heard, and remembers all of it. */
record EchoMember(String name, UnaryOperator<String> says) implements ChatAgent<EchoMember.Heard> {

    /** What others have said, as {@code source: text}. */
    record Heard(List<String> all) {
        Heard {
            all = List.copyOf(all);
        }
    }

    /** Says its own name. */
    static EchoMember named(String name) {
        return new EchoMember(name, heard -> name);
    }

    @Override
    public String description() {
        return "says " + name;
    }

    @Override
    public Class<Heard> memoryType() {
        return Heard.class;
    }

    @Override
    public Heard emptyMemory() {
        return new Heard(List.of());
    }

    @Override
    public CompletionStage<Response<Heard>> respond(Heard memory, List<ChatMessage> heard, ChatContext context) {
        List<String> all = new ArrayList<>(memory.all());
        heard.forEach(message -> all.add(message.source() + ": " + message.toText()));
        String last = all.isEmpty() ? "" : all.get(all.size() - 1);
        var message =
                new TextMessage(context.nextOrigin(), last.equals("user: recall") ? all.toString() : says.apply(last));
        return CompletableFuture.completedFuture(Response.of(new Heard(all), message));
    }
}
