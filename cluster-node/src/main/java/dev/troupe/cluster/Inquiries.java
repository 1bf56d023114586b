package dev.troupe.cluster;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.Failure;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What nodes ask each other about themselves: for people who look, not for the work of agents. A question has a name and
 * an argument, and is answered with a text, usually JSON, so nodes of different versions can ask each other.
 *
 * <p>At most once: a question or an answer may be lost, then the asker waits until its time is up. An answer longer than
 * {@value #LONGEST_ANSWER} characters is refused. Thread-safe.
 */
public final class Inquiries {
    /** Characters of an answer at most. */
    public static final int LONGEST_ANSWER = 500_000;

    private static final Logger log = LoggerFactory.getLogger(Inquiries.class);
    /** Questions of one node that wait for their answers. */
    private static final int MOST_OPEN = 1_000;

    private final String self;
    private final Supplier<Set<String>> nodes;
    private final BiConsumer<String, Wire.Inquiry> tell;
    private final ConcurrentMap<String, Function<String, CompletionStage<String>>> answerers =
            new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, CompletableFuture<String>> open = new ConcurrentHashMap<>();
    private final AtomicLong lastId = new AtomicLong();

    /**
     * Makes those of one node.
     *
     * @param self this node as others name it, {@code host:port}
     * @param nodes the live ones
     * @param tell hands something to the inquiries of a node
     */
    Inquiries(String self, Supplier<Set<String>> nodes, BiConsumer<String, Wire.Inquiry> tell) {
        this.self = self;
        this.nodes = nodes;
        this.tell = tell;
    }

    /**
     * Says what answers a question here.
     *
     * @param answerer is called on a thread that must not wait; gets the argument
     * @throws IllegalStateException if something answers it already
     */
    public void answer(String question, Function<String, CompletionStage<String>> answerer) {
        if (answerers.putIfAbsent(question, answerer) != null) {
            throw new IllegalStateException("question: '" + question + "' (expected: one without an answerer)");
        }
    }

    /**
     * Asks one node. The stage fails with {@code UNAVAILABLE} if the node is no member, with {@code TIMEOUT} if it does not
     * answer in time, with {@code REJECTED} if it says that it cannot, with {@code OVERLOADED} if too much is asked.
     *
     * @param node {@code host:port}
     */
    public CompletionStage<String> ask(String node, String question, String argument, Duration timeout) {
        if (!nodes.get().contains(node)) {
            return failed(
                    Failure.Kind.UNAVAILABLE, "node: '" + node + "' (expected: one of " + sorted(nodes.get()) + ")");
        }
        if (open.size() >= MOST_OPEN) {
            return failed(Failure.Kind.OVERLOADED, MOST_OPEN + " questions wait for an answer (expected: fewer)");
        }
        long id = lastId.incrementAndGet();
        var answer = new CompletableFuture<String>();
        open.put(id, answer);
        var late = new AgentException(Failure.of(
                Failure.Kind.TIMEOUT, node + " did not say '" + question + "' within " + timeout.toMillis() + " ms"));
        CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
                .execute(() -> answer.completeExceptionally(late));
        tell.accept(node, new Wire.Question(id, self, question, argument));
        return answer.whenComplete((text, error) -> open.remove(id));
    }

    /** Asks all live nodes; completes when each has answered or has not in time. Those that have not are missing. */
    public CompletionStage<Map<String, String>> askAll(String question, String argument, Duration timeout) {
        Map<String, CompletableFuture<String>> asked = new TreeMap<>();
        for (String node : nodes.get()) {
            asked.put(
                    node,
                    ask(node, question, argument, timeout).toCompletableFuture().exceptionally(error -> ""));
        }
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<String, String> answers = new TreeMap<>();
                    asked.forEach((node, answer) -> answers.put(node, answer.join()));
                    answers.values().removeIf(String::isEmpty);
                    return answers;
                });
    }

    /** Returns the live nodes, {@code host:port} each, in order. */
    public Collection<String> nodes() {
        return sorted(nodes.get());
    }

    void onQuestion(Wire.Question question) {
        answerHere(question).whenComplete((text, error) -> {
            if (error != null) {
                log.warn("Could not say '{}' to {}", question.question(), question.from(), error);
            }
            tell.accept(question.from(), reply(question.id(), text, error));
        });
    }

    private static Wire.Told reply(long id, @Nullable String text, @Nullable Throwable error) {
        if (error != null || text == null) {
            return new Wire.Told(id, "", error == null ? "no answer" : String.valueOf(error.getMessage()));
        }
        return text.length() <= LONGEST_ANSWER
                ? new Wire.Told(id, text, "")
                : new Wire.Told(
                        id,
                        "",
                        "the answer has " + text.length() + " characters (expected: <= " + LONGEST_ANSWER + ")");
    }

    private CompletionStage<String> answerHere(Wire.Question question) {
        var answerer = answerers.get(question.question());
        if (answerer == null) {
            return CompletableFuture.failedFuture(new IllegalArgumentException("question: '" + question.question()
                    + "' (expected: one of " + sorted(answerers.keySet()) + "; is the other node newer?)"));
        }
        try {
            return answerer.apply(question.argument());
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    void onTold(Wire.Told told) {
        var answer = open.get(told.id());
        if (answer == null) {
            return; // too late
        }
        if (told.error().isEmpty()) {
            answer.complete(told.text());
        } else {
            answer.completeExceptionally(new AgentException(Failure.of(Failure.Kind.REJECTED, told.error())));
        }
    }

    private static CompletionStage<String> failed(Failure.Kind kind, String message) {
        return CompletableFuture.failedFuture(new AgentException(Failure.of(kind, message)));
    }

    private static Collection<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
