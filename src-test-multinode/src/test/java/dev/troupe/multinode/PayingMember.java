package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.troupe.agent.Step;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Books and pays in steps, then does not end its turn before there is a gate, and says what it has paid. */
record PayingMember(String name) implements ChatAgent<Integer> {
    static final String NAME = "paying";
    static final Team TEAM =
            Team.roundRobin(NAME, List.of(new PayingMember("payer"))).withMaxTurns(1);

    @Override
    public String description() {
        return "pays";
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
    public CompletionStage<Response<Integer>> respond(Integer turns, List<ChatMessage> heard, ChatContext context) {
        String who = context.conversation();
        return context.step(Step.repeatable("book"), String.class, key -> done("booked", who))
                .thenCompose(booked -> context.step(Step.once("pay"), String.class, key -> booked + done("paid", who)))
                .thenCompose(paid -> context.blocking(() -> {
                    note(Trace.file(), "waiting " + who + " " + Trace.nodeName());
                    passGate();
                    return paid;
                }))
                .thenApply(paid -> Response.of(turns + 1, new TextMessage(context.nextOrigin(), paid)));
    }

    /** Does something that others can see, on any node. */
    private static String done(String what, String who) {
        note(Trace.file(), what + " " + who);
        return what;
    }

    /** Returns what the members of all nodes of a test have done, and that they wait, where. */
    static List<String> notes(Path trace) {
        try {
            var file = trace.resolveSibling("payments");
            return Files.exists(file) ? Files.readAllLines(file, UTF_8) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets all turns end. */
    static void openGate(Path trace) throws IOException {
        Files.createFile(gate(trace));
    }

    private static Path gate(Path trace) {
        return trace.resolveSibling("gate");
    }

    private static void note(Path trace, String line) {
        try {
            Files.writeString(
                    trace.resolveSibling("payments"),
                    line + "\n",
                    UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void passGate() {
        try {
            while (!Files.exists(gate(Trace.file()))) {
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
