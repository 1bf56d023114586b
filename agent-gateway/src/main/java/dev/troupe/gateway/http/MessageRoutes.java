package dev.troupe.gateway.http;

import dev.troupe.agent.Receipt;
import dev.troupe.engine.actor.AbstractAgentRuntime;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * What became of messages. A caller sees the receipts of the agents that it may read; where it may read none of them, the
 * message does not exist for it, unless it has sent it, or another one of its tenant: then it hears that it may not.
 */
final class MessageRoutes {
    private final AbstractAgentRuntime runtime;
    private final Sender sender;

    MessageRoutes(AbstractAgentRuntime runtime, Sender sender) {
        this.runtime = runtime;
        this.sender = sender;
    }

    List<Route> routes() {
        return List.of(Route.of("GET", "/v1/messages/{id}", this::onFate));
    }

    private CompletionStage<HttpResponse> onFate(Call call) {
        String id = call.variable("id");
        return stored(id).thenApply(receipts -> receipts.isEmpty() ? remembered(call, id) : answer(call, id, receipts));
    }

    private CompletionStage<List<Receipt>> stored(String id) {
        return runtime.fate(id)
                .thenApply(fate -> fate.receipts())
                .exceptionallyCompose(error -> Sender.isWithoutStore(error)
                        ? CompletableFuture.completedFuture(List.of())
                        : CompletableFuture.failedFuture(error));
    }

    /** Nothing is stored of the message: this node may remember it. */
    private HttpResponse remembered(Call call, String id) {
        var entry = sender.find(id)
                .filter(found -> MessageIds.isOf(call.principal(), id)
                        || call.principal().may(Action.READ, found.target()))
                .orElseThrow(() -> unknown(id));
        if (!entry.begun().isDone() || entry.begun().isCompletedExceptionally()) {
            throw unknown(id);
        }
        if (entry.settled().isDone() && !entry.settled().isCompletedExceptionally()) {
            var receipts = entry.settled().join();
            if (!receipts.isEmpty()) {
                return answer(call, id, receipts);
            }
        }
        call.require(Action.READ, entry.target());
        return Answers.json(200, SendAnswers.begunMembers(entry, entry.begun().join()));
    }

    private static HttpResponse answer(Call call, String id, List<Receipt> receipts) {
        var visible = receipts.stream()
                .filter(receipt -> call.principal().may(Action.READ, new Resource.OfAgent(receipt.recipient())))
                .toList();
        if (visible.isEmpty() && MessageIds.isOf(call.principal(), id)) {
            call.require(Action.READ, new Resource.OfAgent(receipts.get(0).recipient()));
        }
        if (visible.isEmpty()) {
            throw unknown(id);
        }
        return Answers.json(200, SendAnswers.members(id, outcome(visible), visible));
    }

    /** Returns the outcome that all receipts have; else the first that is not that of a success. */
    private static Receipt.Outcome outcome(List<Receipt> receipts) {
        return receipts.stream()
                .map(Receipt::outcome)
                .filter(outcome -> outcome != Receipt.Outcome.PROCESSED)
                .findFirst()
                .orElse(Receipt.Outcome.PROCESSED);
    }

    private static ProblemException unknown(String id) {
        return ProblemException.unknown(
                "message: '" + id + "' (expected: an id that was answered here, not yet forgotten)");
    }
}
