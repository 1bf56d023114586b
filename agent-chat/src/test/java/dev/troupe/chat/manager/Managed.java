package dev.troupe.chat.manager;

import dev.troupe.agent.Step;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Origin;
import dev.troupe.chat.TaskResult;
import dev.troupe.chat.Team;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.TeamManager.Decision;
import dev.troupe.message.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A conversation with a manager, and nobody else: tests say what the participants would. What the manager remembers goes
 * through JSON between two turns. Steps run at once, and their results are kept for {@link #crashBeforeStored}.
 */
public final class Managed<M> {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final TeamManager<M> manager;
    private final List<ChatItem> conversation = new ArrayList<>();
    private Map<String, Object> stored = new HashMap<>();
    private boolean keepsSteps;
    private M memory;
    private int items;

    private Managed(TeamManager<M> manager) {
        this.manager = manager;
        this.memory = manager.emptyMemory();
    }

    public static <M> Managed<M> by(TeamManager<M> manager) {
        return new Managed<>(manager);
    }

    public Managed<M> task(String text) {
        return says("user", text);
    }

    public Managed<M> says(String source, String text) {
        conversation.add(new TextMessage(origin(source), text));
        return this;
    }

    /** Lets the next turn find the results of the steps of this one, as if it had ended before it was stored. */
    public Managed<M> crashBeforeStored() {
        keepsSteps = true;
        return this;
    }

    /** Takes the manager's turn; throws what it fails with. */
    public Decision<M> decide() {
        var context = new Turn(stored);
        int before = items;
        Decision<M> decision;
        try {
            decision = manager.decide(memory, List.copyOf(conversation), context)
                    .toCompletableFuture()
                    .getNow(null);
        } finally {
            stored = keepsSteps ? stored : new HashMap<>();
        }
        if (decision == null) {
            throw new AssertionError("no decision (expected: one, since all steps are done at once)");
        }
        if (keepsSteps) {
            keepsSteps = false;
            items = before;
            return decision;
        }
        memory = Json.copy(decision.memory(), manager.memoryType());
        conversation.addAll(decision.said());
        return decision;
    }

    /** Returns whom the manager's turn names. */
    public List<String> speakers() {
        return decide().speakers();
    }

    public String memoryJson() {
        return Json.text(memory);
    }

    public Managed<M> remembering(String json) {
        memory = Json.parse(json, manager.memoryType());
        return this;
    }

    public String stateType() {
        return manager.stateType();
    }

    private Origin origin(String source) {
        return Origin.of("item-" + items++, source, NOW);
    }

    private final class Turn implements ChatContext {
        private final Map<String, Object> results;
        private final Set<String> names = new HashSet<>();

        Turn(Map<String, Object> results) {
            this.results = results;
        }

        @Override
        public String conversation() {
            return "test";
        }

        @Override
        public Origin nextOrigin() {
            return origin(manager.name());
        }

        @Override
        public Optional<String> traceparent() {
            return Optional.empty();
        }

        @Override
        public Clock clock() {
            return Clock.fixed(NOW, ZoneOffset.UTC);
        }

        @Override
        public <T> CompletionStage<T> blocking(Supplier<T> work) {
            return CompletableFuture.completedFuture(work.get());
        }

        @Override
        public <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect) {
            if (!names.add(step.name())) {
                throw new IllegalStateException("step " + step.name() + ": twice (expected: a name for each)");
            }
            try {
                Object value = results.computeIfAbsent(step.name(), effect);
                return CompletableFuture.completedFuture(result.cast(value));
            } catch (RuntimeException e) {
                return CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public void show(ChatEvent event) {
            throw new UnsupportedOperationException("show " + event + " (expected: in what is said)");
        }

        @Override
        public CompletionStage<TaskResult> run(Team team, List<ChatMessage> task) {
            throw new UnsupportedOperationException("team " + team.name() + " (expected: none)");
        }

        @Override
        public CompletionStage<TaskResult> runAnew(Team team, List<ChatMessage> task) {
            throw new UnsupportedOperationException("team " + team.name() + " (expected: none)");
        }

        @Override
        public void onCancel(Runnable action) {
            // Nobody cancels here.
        }
    }
}
