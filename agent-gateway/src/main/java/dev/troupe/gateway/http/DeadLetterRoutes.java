package dev.troupe.gateway.http;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What was given up: the dead letters in the memory of this node, and of those in the store the oldest. They are of all
 * tenants, so this is for those who look after the cluster.
 */
final class DeadLetterRoutes {
    /** What the runtime returns of the store at most. */
    private static final int MOST_STORED = 1000;

    private static final int PAGE = 50;
    private static final Resource ALL = new Resource.OfCluster("dead letters");
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /** One as it is found: its id here says where it is. */
    private record Found(String id, boolean stored, DeadLetter letter) {
        static Found inMemory(DeadLetter letter) {
            return new Found("m." + letter.id(), false, letter);
        }

        static Found stored(DeadLetter letter) {
            String text = letter.messageId().length() + ":" + letter.messageId() + letter.recipient();
            return new Found("s." + TEXT.encodeToString(text.getBytes(StandardCharsets.UTF_8)), true, letter);
        }
    }

    /** One as it is written; the payload only where a single one is shown. */
    record Written(
            String id,
            String kept,
            String messageId,
            AgentId recipient,
            Optional<AgentId> sender,
            Optional<TopicId> topic,
            Failure failure,
            int attempts,
            Instant at,
            String type) {
        static Written of(Found found) {
            var letter = found.letter();
            return new Written(
                    found.id(),
                    found.stored() ? "store" : "memory",
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

    DeadLetterRoutes(AbstractAgentRuntime runtime) {
        this.runtime = runtime;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/v1/dead-letters", this::onList),
                Route.of("DELETE", "/v1/dead-letters", this::onPurgeAll),
                Route.of("GET", "/v1/dead-letters/{id}", this::onShow),
                Route.of("DELETE", "/v1/dead-letters/{id}", this::onPurge),
                Route.of("POST", "/v1/dead-letters/{id}/resend", this::onResend));
    }

    private CompletionStage<HttpResponse> onList(Call call) {
        call.require(Action.ADMIN, ALL);
        int limit = call.count("limit", PAGE, MOST_STORED);
        String after = call.parameter("after").orElse("");
        return all(call).thenApply(found -> {
            var rest = found.stream()
                    .filter(each -> cursor(each).compareTo(after) > 0)
                    .toList();
            var page = rest.subList(0, Math.min(limit, rest.size()));
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("deadLetters", page.stream().map(Written::of).toList());
            if (page.size() < rest.size()) {
                answer.put("next", cursor(page.get(page.size() - 1)));
            }
            return Answers.json(200, answer);
        });
    }

    /** A place in the list that stays where it is when the letter goes. */
    private static String cursor(Found found) {
        var at = found.letter().at();
        return String.format("%016x%08x.%s", at.getEpochSecond(), at.getNano(), found.id());
    }

    private CompletionStage<HttpResponse> onShow(Call call) {
        call.require(Action.ADMIN, ALL);
        return find(call)
                .thenApply(found -> Answers.json(
                        200,
                        new Shown(Written.of(found), found.letter().payload().json())));
    }

    private CompletionStage<HttpResponse> onResend(Call call) {
        call.require(Action.ADMIN, ALL);
        return find(call).thenCompose(found -> {
            var letter = found.letter();
            if (found.stored()) {
                return runtime.deadLetters()
                        .stored()
                        .resend(letter.messageId(), letter.recipient())
                        .thenApply(receipt -> resent(letter, receipt.outcome()));
            }
            var sent = runtime.deadLetters().resend(letter.id());
            return sent.toCompletableFuture().isCompletedExceptionally()
                    ? sent.thenApply(receipt -> resent(letter, receipt.outcome()))
                    : CompletableFuture.completedFuture(resent(letter, SendWindow.Outcome.ACCEPTED));
        });
    }

    private static HttpResponse resent(DeadLetter letter, Object outcome) {
        return Answers.json(202, SendAnswers.members(letter.messageId(), outcome, List.<Receipt>of()));
    }

    private CompletionStage<HttpResponse> onPurge(Call call) {
        call.require(Action.ADMIN, ALL);
        return find(call).thenCompose(this::purge).thenApply(purged -> Answers.nothing());
    }

    private CompletionStage<HttpResponse> onPurgeAll(Call call) {
        call.require(Action.ADMIN, ALL);
        return all(call).thenCompose(found -> {
            CompletionStage<Integer> count = CompletableFuture.completedFuture(0);
            for (var each : found) {
                count = count.thenCompose(before -> purge(each).thenApply(purged -> purged ? before + 1 : before));
            }
            return count.thenApply(purged -> Answers.json(200, Map.of("purged", purged)));
        });
    }

    private CompletionStage<Boolean> purge(Found found) {
        var letters = runtime.deadLetters();
        var letter = found.letter();
        return found.stored()
                ? letters.stored().purge(letter.messageId(), letter.recipient())
                : CompletableFuture.completedFuture(letters.purge(letter.id()));
    }

    private CompletionStage<Found> find(Call call) {
        String id = call.variable("id");
        return all(call)
                .thenApply(found -> found.stream()
                        .filter(each -> each.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.unknown(
                                "dead letter: '" + id + "' (expected: an id of GET /v1/dead-letters)")));
    }

    /** Returns what is kept, oldest first. */
    private CompletionStage<List<Found>> all(Call call) {
        return runtime.deadLetters()
                .stored()
                .list(MOST_STORED)
                .exceptionallyCompose(error -> Sender.isWithoutStore(error)
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(error))
                .thenApply(stored -> {
                    List<Found> all = new ArrayList<>();
                    stored.forEach(letter -> all.add(Found.stored(letter)));
                    runtime.deadLetters().list().forEach(letter -> all.add(Found.inMemory(letter)));
                    all.removeIf(found ->
                            !call.principal().reaches(found.letter().recipient().key()));
                    all.sort(Comparator.comparing(DeadLetterRoutes::cursor));
                    return all;
                });
    }
}
