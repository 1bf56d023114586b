package dev.troupe.gateway.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * What was given up: the dead letters in memory, of this node or of all, and those in the store. They are of all tenants, so
 * this is for those who look after the cluster.
 */
public final class DeadLetterRoutes {
    private static final int PAGE = 50;
    private static final Resource ALL = new Resource.OfCluster("dead letters");

    /** One as it is written; the payload only where a single one is shown. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Written(
            String id,
            String kept,
            @Nullable String node,
            String messageId,
            AgentId recipient,
            Optional<AgentId> sender,
            Optional<TopicId> topic,
            Failure failure,
            int attempts,
            Instant at,
            String type) {
        static Written of(LetterList.Found found) {
            var letter = found.letter();
            return new Written(
                    found.spot().id(),
                    found.spot().isStored() ? "store" : "memory",
                    found.node().isEmpty() ? null : found.node(),
                    letter.messageId(),
                    letter.recipient(),
                    letter.sender(),
                    letter.topic(),
                    letter.failure(),
                    letter.attempts(),
                    letter.at(),
                    letter.payload().type());
        }
    }

    record Shown(Written letter, @JsonRawValue String payload) {}

    private final AbstractAgentRuntime runtime;
    private final LetterList list;

    private DeadLetterRoutes(AbstractAgentRuntime runtime, LetterMemory memory) {
        this.runtime = runtime;
        this.list = new LetterList(memory, runtime.deadLetters().stored());
    }

    /** Returns the routes for what is in the store and in a memory. */
    public static List<Route> of(AbstractAgentRuntime runtime, LetterMemory memory) {
        return new DeadLetterRoutes(runtime, memory).routes();
    }

    private List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/dead-letters", this::onList),
                Route.of("DELETE", "/v1/dead-letters", this::onPurgeAll),
                Route.of("GET", "/v1/dead-letters/{id}", this::onShow),
                Route.of("DELETE", "/v1/dead-letters/{id}", this::onPurge),
                Route.of("POST", "/v1/dead-letters/{id}/resend", this::onResend));
    }

    private CompletionStage<HttpResponse> onList(Call call) {
        call.require(Action.ADMIN, ALL);
        return page(call, PAGE)
                .thenApply(page -> answer(
                        "deadLetters", page.letters().stream().map(Written::of).toList(), page));
    }

    private CompletionStage<LetterList.Page> page(Call call, int standard) {
        int limit = call.count("limit", standard, StoredDeadLetters.MOST);
        var after = call.parameter("after").map(DeadLetterRoutes::spot).orElse(null);
        return list.page(after, limit, letter -> isVisible(call, letter));
    }

    private static LetterSpot spot(String after) {
        try {
            return LetterSpot.parse(after);
        } catch (IllegalArgumentException e) {
            throw ProblemException.invalid("after: '" + after + "' (expected: \"next\" of a page)");
        }
    }

    private static boolean isVisible(Call call, DeadLetter letter) {
        return call.principal().reaches(letter.recipient().key());
    }

    private static HttpResponse answer(String name, Object value, LetterList.Page page) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(name, value);
        if (!page.missing().isEmpty()) {
            answer.put("missing", page.missing());
        }
        page.next().ifPresent(next -> answer.put("next", next.text()));
        return Answers.json(200, answer);
    }

    private CompletionStage<HttpResponse> onShow(Call call) {
        call.require(Action.ADMIN, ALL);
        return visible(call, list::find)
                .thenApply(found -> Answers.json(
                        200,
                        new Shown(Written.of(found), found.letter().payload().json())));
    }

    private CompletionStage<HttpResponse> onResend(Call call) {
        call.require(Action.ADMIN, ALL);
        return visible(call, list::look).thenCompose(found -> {
            var letter = found.letter();
            if (found.spot().isStored()) {
                return runtime.deadLetters()
                        .stored()
                        .resend(letter.messageId(), letter.recipient())
                        .thenApply(receipt -> resent(letter, receipt.outcome()));
            }
            return list.resendFromMemory(found).thenApply(sent -> resent(letter, SendWindow.Outcome.ACCEPTED));
        });
    }

    private static HttpResponse resent(DeadLetter letter, Object outcome) {
        return Answers.json(202, SendAnswers.members(letter.messageId(), outcome, List.<Receipt>of()));
    }

    private CompletionStage<HttpResponse> onPurge(Call call) {
        call.require(Action.ADMIN, ALL);
        return visible(call, list::look).thenCompose(list::purge).thenApply(purged -> Answers.nothing());
    }

    private CompletionStage<HttpResponse> onPurgeAll(Call call) {
        call.require(Action.ADMIN, ALL);
        return page(call, StoredDeadLetters.MOST).thenCompose(page -> {
            CompletionStage<Integer> count = CompletableFuture.completedFuture(0);
            for (var each : page.letters()) {
                count = count.thenCompose(before -> list.purge(each).thenApply(purged -> purged ? before + 1 : before));
            }
            return count.thenApply(purged -> answer("purged", purged, page));
        });
    }

    private static CompletionStage<LetterList.Found> visible(
            Call call, Function<String, CompletionStage<Optional<LetterList.Found>>> find) {
        String id = call.variable("id");
        return find.apply(id)
                .thenApply(found -> found.filter(each -> isVisible(call, each.letter()))
                        .orElseThrow(() -> ProblemException.unknown(
                                "dead letter: '" + id + "' (expected: an id of GET /v1/dead-letters)")));
    }
}
