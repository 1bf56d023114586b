package dev.troupe.multinode;

import static org.awaitility.Awaitility.await;

import dev.troupe.node.RunningNode;
import dev.troupe.samples.triage.AuditAgent;
import dev.troupe.samples.triage.DocumentReceived;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Documents for the triage of several tenants: published at this node, and handed in at a gateway, which is also asked for
 * reviews. Keeps what has to be decided, and each answer of the gateway that is none.
 */
final class DocumentFeed implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final int TENANTS = 8;
    /** What it is about, and what is forbidden in it: each needs the answers of two agents. */
    private static final List<String> TEXTS = List.of(
            "Invoice 7: please pay 100 EUR until the end of the month.",
            "Invoice 8: my card number is 4111 1111 1111 1111.");

    private final RunningNode here;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger published = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final List<String> lost = new CopyOnWriteArrayList<>();
    /** The tenants of all documents that have to be decided. */
    private final Map<String, String> accepted = new ConcurrentHashMap<>();

    private final List<CompletableFuture<Void>> work = new ArrayList<>();
    private volatile String door;
    private volatile boolean ends;

    /** @param door of the gateway that callers are at until it refuses them */
    DocumentFeed(RunningNode here, String door) {
        this.here = here;
        this.door = door;
    }

    /** Has one document of each text decided for each tenant. */
    void warmUp() throws Exception {
        for (int number = 0; number < TENANTS * TEXTS.size(); number++) {
            publish("first", number);
        }
        awaitDecisions();
    }

    void start() {
        work.add(onThread(() -> publishAll("a", 0)));
        work.add(onThread(() -> publishAll("b", 1)));
        work.add(onThread(this::handIn));
        work.add(onThread(this::askForReviews));
        work.add(onThread(this::askForReviews));
    }

    private static CompletableFuture<Void> onThread(Runnable work) {
        return CompletableFuture.runAsync(work, command -> new Thread(command, "document-feed").start());
    }

    private void publishAll(String name, int first) {
        for (int number = first; !ends; number++) {
            publish(name, number);
        }
    }

    private void publish(String name, int number) {
        String tenant = tenant(number);
        String id = id(name, number);
        accepted.put(id, tenant);
        var publication = here.runtime()
                .publish(DocumentReceived.topic(tenant), new DocumentReceived(id, id, text(number)))
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
        publication.receipts().stream()
                .filter(receipt -> !receipt.processed())
                .forEach(receipt -> lost.add(id + ": " + receipt));
        published.incrementAndGet();
    }

    /** Hands each in until a gateway has it. */
    private void handIn() {
        for (int number = 0; !ends; number++) {
            String id = id("c", number);
            String json = "{\"id\":\"%s\",\"name\":\"%s\",\"text\":\"%s\"}".formatted(id, id, text(number));
            String path = "/v1/topics/documents/" + tenant(number) + "?type=triage.DocumentReceived";
            accepted.put(id, tenant(number));
            boolean taken = false;
            while (!taken) {
                taken = !call(path, json, 202).isEmpty();
            }
        }
    }

    private void askForReviews() {
        for (int number = 0; !ends; number++) {
            String path = "/v1/agents/policy/" + tenant(number) + "/requests?type=policy.Review&timeout=30s";
            String said = call(path, "{\"text\":\"" + TEXTS.get(1) + "\"}", 200);
            if (!said.isEmpty() && !said.contains("CARD_NUMBERS")) {
                lost.add(path + ": " + said);
            }
        }
    }

    /** Returns the answer; empty if the gateway takes nothing more, then the next call goes to this node. */
    private String call(String path, String json, int expected) {
        String at = door;
        try {
            var request = HttpRequest.newBuilder(URI.create(at + path))
                    .header("Content-Type", "application/json")
                    .timeout(PATIENCE)
                    .POST(BodyPublishers.ofString(json))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() == expected) {
                answered.incrementAndGet();
                return response.body();
            }
            if (response.statusCode() == 503 && response.body().contains("unavailable")) {
                return refused(at);
            }
            lost.add(at + path + ": " + response.statusCode() + " " + response.body());
        } catch (ConnectException e) {
            return refused(at);
        } catch (IOException e) {
            lost.add(at + path + ": " + e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return "";
    }

    private String refused(String at) {
        String mine = here.gateway().orElseThrow().uri();
        if (at.equals(mine)) {
            lost.add("refused by the gateway that stays");
        }
        door = mine;
        refused.incrementAndGet();
        return "";
    }

    /** Awaits that documents are published and callers are answered. */
    void awaitMore() {
        int documents = published.get();
        int answers = answered.get();
        await().atMost(PATIENCE).until(() -> {
            work.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
            return published.get() > documents + 10 && answered.get() > answers + 10;
        });
    }

    /** Stops feeding, and returns when everything that was accepted is decided. */
    void stopAndAwaitDecisions() throws Exception {
        ends = true;
        for (var each : work) {
            each.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        awaitDecisions();
    }

    private void awaitDecisions() throws Exception {
        await().atMost(PATIENCE)
                .until(
                        () -> books().stream()
                                .mapToInt(totals -> totals.queues().size())
                                .sum(),
                        decided -> decided == accepted.size());
    }

    /** Returns what the audit agents of all tenants have entered. */
    List<AuditAgent.Totals> books() throws Exception {
        List<AuditAgent.Totals> books = new ArrayList<>();
        for (int tenant = 0; tenant < TENANTS; tenant++) {
            books.add(here.runtime()
                    .ask(AuditAgent.TYPE.ref(tenant(tenant)), new AuditAgent.Count(), PATIENCE)
                    .toCompletableFuture()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
        }
        return books;
    }

    int documents() {
        return accepted.size();
    }

    int answered() {
        return answered.get();
    }

    int refused() {
        return refused.get();
    }

    /** Returns what callers heard that was neither an answer nor a refusal. */
    List<String> lost() {
        return lost;
    }

    private static String tenant(int number) {
        return "tenant-" + number % TENANTS;
    }

    private static String text(int number) {
        return TEXTS.get(number / TENANTS % TEXTS.size());
    }

    /** Names a document; those of the same text end alike. */
    private static String id(String name, int number) {
        return name + "-" + number + "-text" + number / TENANTS % TEXTS.size();
    }

    @Override
    public void close() {
        ends = true;
    }
}
