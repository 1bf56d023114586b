package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Step;
import dev.troupe.message.Json;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/** A turn that runs outside of a team: it keeps the results of its steps as a durable agent does. */
public final class StepRecorder implements ChatContext {
    /** As many threads as there is work: the common pool may have only one, and some work waits for other work. */
    private static final Executor THREADS = Executors.newCachedThreadPool(StepRecorder::daemon);

    private final String name;
    private final Map<String, String> results;
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final List<ChatEvent> shown = new CopyOnWriteArrayList<>();
    private final List<Runnable> onCancel = new CopyOnWriteArrayList<>();
    private final AtomicInteger last = new AtomicInteger();

    private StepRecorder(String name, Map<String, String> results) {
        this.name = name;
        this.results = results;
    }

    public static StepRecorder of(String name) {
        return new StepRecorder(name, new ConcurrentHashMap<>());
    }

    private static Thread daemon(Runnable work) {
        var thread = new Thread(work, "step-recorder");
        thread.setDaemon(true);
        return thread;
    }

    /** Returns another attempt of the same turn, with the results that the first one has stored. */
    public StepRecorder again() {
        return new StepRecorder(name, results);
    }

    /** Returns the steps that were done in this attempt, {@code once} before those that are not repeatable. */
    public List<String> steps() {
        return steps.stream().sorted().toList();
    }

    /** Returns the steps whose results are stored. */
    public Set<String> stored() {
        return results.keySet();
    }

    public List<ChatEvent> shown() {
        return shown;
    }

    public void cancel() {
        onCancel.forEach(Runnable::run);
    }

    @Override
    public String conversation() {
        return "acme";
    }

    @Override
    public Origin nextOrigin() {
        return Origin.of("t." + last.incrementAndGet(), name, Instant.EPOCH);
    }

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public Clock clock() {
        return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    }

    @Override
    public <T> CompletionStage<T> blocking(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, THREADS);
    }

    @Override
    public <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect) {
        return blocking(() -> {
            if (!results.containsKey(step.name())) {
                steps.add((step.repeatable() ? "" : "once ") + step.name());
                results.put(step.name(), Json.text(effect.apply("key of " + step.name())));
            }
            return Json.parse(requireNonNull(results.get(step.name())), result);
        });
    }

    @Override
    public void show(ChatEvent event) {
        shown.add(event);
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
        onCancel.add(action);
    }
}
