package dev.troupe.gateway;

import static dev.troupe.gateway.DenialMatrix.CALLERS;
import static dev.troupe.gateway.DenialMatrix.RIGHT;
import static dev.troupe.gateway.DenialMatrix.denial;
import static dev.troupe.gateway.DenialMatrix.leak;
import static dev.troupe.gateway.DenialMatrix.permits;
import static dev.troupe.gateway.GuardedGateway.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.troupe.gateway.worker.proto.AddSubscriptionRequest;
import dev.troupe.gateway.worker.proto.AgentRpcGrpc;
import dev.troupe.gateway.worker.proto.ControlMessage;
import dev.troupe.gateway.worker.proto.GetSubscriptionsRequest;
import dev.troupe.gateway.worker.proto.Message;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import dev.troupe.gateway.worker.proto.RemoveSubscriptionRequest;
import dev.troupe.gateway.worker.proto.RpcResponse;
import dev.troupe.gateway.worker.proto.Subscription;
import dev.troupe.gateway.worker.proto.TypeSubscription;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every call of the workers' protocol, and each kind of message on its streams, by everybody who might make it. */
class WorkerDenialMatrixIT {
    private static final String OWNER = "owner";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Makes a call as a new worker, and returns how it ends. A stream that is served ends with OK. */
    @FunctionalInterface
    private interface CallMaker {
        Status.Code make(WorkerClient worker, boolean permitted) throws Exception;
    }

    /**
     * A call.
     *
     * @param call of the service; behind a slash what is sent on the stream
     * @param right that it takes, as the log says it; empty for none but to be known
     * @param denied what it ends with for somebody known who may not
     */
    private record Row(String call, String right, Status.Code denied, CallMaker maker) {
        @Override
        public String toString() {
            return call;
        }
    }

    private static final List<Row> ROWS = List.of(
            new Row("OpenChannel/request", "WRITE agent book/acme", Status.Code.OK, WorkerDenialMatrixIT::request),
            new Row("OpenChannel/cloudEvent", "WRITE topic sold/acme", Status.Code.OK, WorkerDenialMatrixIT::event),
            new Row("OpenChannel/response", "", Status.Code.OK, (worker, permitted) -> response(worker)),
            new Row(
                    "OpenControlChannel/to an agent",
                    "WRITE agent served/acme",
                    Status.Code.OK,
                    (worker, permitted) -> control(worker, "agentid=served/acme", permitted)),
            new Row(
                    "OpenControlChannel/to a worker of somebody else",
                    "ADMIN worker " + OWNER,
                    Status.Code.OK,
                    (worker, permitted) -> control(worker, "clientid=" + OWNER, permitted)),
            new Row(
                    "RegisterAgent",
                    "READ agent type ",
                    Status.Code.PERMISSION_DENIED,
                    (worker, permitted) -> WorkerClient.codeOf(() -> worker.calls()
                            .registerAgent(RegisterAgentTypeRequest.newBuilder()
                                    .setType("type" + NUMBER.incrementAndGet())
                                    .build()))),
            new Row(
                    "AddSubscription",
                    "READ topic type ",
                    Status.Code.PERMISSION_DENIED,
                    (worker, permitted) -> WorkerClient.codeOf(() -> subscribe(worker, NUMBER.incrementAndGet()))),
            new Row(
                    "RemoveSubscription",
                    "ADMIN subscriptions",
                    Status.Code.INVALID_ARGUMENT,
                    (worker, permitted) -> removeAnothers(worker)),
            new Row("GetSubscriptions", "READ topic type heard", Status.Code.OK, WorkerDenialMatrixIT::subscriptions));

    /** For these what they may not is not there; so there is no denial. */
    private static final List<String> HIDDEN = List.of("RemoveSubscription", "GetSubscriptions");

    @TempDir
    private static Path directory;

    private static GuardedGateway door;
    private static ManagedChannel channel;
    private static WorkerClient.Stream<Message> owner;
    private static WorkerClient.Stream<ControlMessage> ownersControl;

    @BeforeAll
    static void open() throws Exception {
        var secret = Files.writeString(directory.resolve("secret"), TestCaller.SECRET);
        door = GuardedGateway.open(GuardedGateway.tokensFile(directory.resolve("tokens"), DenialMatrix.IN_FILE)
                + "auth.jwt.secret-file = " + GuardedGateway.quoted(secret));
        channel = Grpc.newChannelBuilder(door.gateway.workerAddress(), InsecureChannelCredentials.create())
                .build();
        var worker = WorkerClient.of(channel, OWNER, DenialMatrix.OWNER);
        owner = worker.open();
        ownersControl = worker.openControl();
        worker.calls()
                .registerAgent(
                        RegisterAgentTypeRequest.newBuilder().setType("served").build());
        subscribe(worker, "heard");
    }

    @AfterAll
    static void close() {
        channel.shutdownNow();
        door.close();
    }

    @Test
    void hasARowForEachCallAndEachKindOfMessage() {
        var calls = ROWS.stream().map(row -> row.call().replaceFirst("/.*", ""));
        var kinds = ROWS.stream()
                .filter(row -> row.call().startsWith("OpenChannel/"))
                .map(row -> row.call().replaceFirst(".*/", ""));

        assertThat(calls.distinct())
                .containsExactlyInAnyOrderElementsOf(AgentRpcGrpc.getServiceDescriptor().getMethods().stream()
                        .map(method -> method.getBareMethodName())
                        .toList());
        assertThat(kinds)
                .containsExactlyInAnyOrderElementsOf(Message.getDescriptor().getFields().stream()
                        .map(field -> field.getName())
                        .toList());
    }

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        ROWS.forEach(row -> CALLERS.forEach(caller -> cases.add(Arguments.of(row, caller))));
        return cases;
    }

    @ParameterizedTest(name = "{0} by {1}")
    @MethodSource("cases")
    void servesWhoMayAndDeniesWithALineInTheLog(Row row, TestCaller caller) throws Exception {
        boolean permitted = caller.known() && permits(caller, row.right());
        int logged = door.log(0).size();
        var worker = WorkerClient.of(channel, caller.name() + "-" + NUMBER.incrementAndGet(), caller);

        var end = caller.known() ? row.maker().make(worker, permitted) : whenNotKnown(row, worker);

        assertThat(end).isEqualTo(expected(row, caller, permitted));
        await().atMost(PATIENCE).untilAsserted(() -> {
            var denials = door.log(logged).stream()
                    .filter(line -> line.contains("Denied: "))
                    .toList();
            if (!caller.known()) {
                assertThat(denials)
                        .allMatch(line -> line.startsWith("WARN Denied: somebody not known: "))
                        .isNotEmpty();
            } else if (permitted || HIDDEN.contains(row.call())) {
                assertThat(denials).isEmpty();
            } else {
                assertThat(denials).singleElement().asString().startsWith(denial(caller, row.right()));
            }
        });
        assertThat(leak(door.log(logged))).isEmpty();
    }

    @Test
    void givesNobodyTheClientIdOfAnother() throws Exception {
        int logged = door.log(0).size();
        var thief = WorkerClient.of(channel, OWNER, RIGHT);

        assertThat(thief.open().end()).isEqualTo(Status.Code.PERMISSION_DENIED);
        assertThat(door.log(logged)).contains(denial(RIGHT, "use client-id " + OWNER + " of somebody else"));
    }

    @Test
    void givesNobodyWhatIsMeantForTheControlChannelOfAnother() throws Exception {
        var late = WorkerClient.of(channel, "late", DenialMatrix.OWNER);
        try (var early = WorkerClient.of(channel, "late", RIGHT).openControl()) {
            early.send(WorkerClient.control("e", "clientid=late")); // its channel is open when it has this
            assertThat(early.next().getRpcId()).isEqualTo("e");
            var stream = late.open();
            late.calls()
                    .registerAgent(RegisterAgentTypeRequest.newBuilder()
                            .setType("late")
                            .build());
            try (var mine = late.openControl()) {
                mine.send(WorkerClient.control("m", "agentid=late/acme"));

                assertThat(mine.next().getRpcId()).isEqualTo("m");
                assertThat(early.came).isEmpty();
            }
            assertThat(stream.end()).isEqualTo(Status.Code.OK);
        }
    }

    private static Status.Code whenNotKnown(Row row, WorkerClient worker) throws Exception {
        if (row.call().startsWith("OpenChannel")) {
            return worker.open().end();
        }
        return row.call().startsWith("OpenControlChannel")
                ? worker.openControl().end()
                : row.maker().make(worker, false);
    }

    private static Status.Code expected(Row row, TestCaller caller, boolean permitted) {
        if (!caller.known()) {
            return Status.Code.UNAUTHENTICATED;
        }
        return permitted ? Status.Code.OK : row.denied();
    }

    private static Status.Code request(WorkerClient worker, boolean permitted) throws Exception {
        var stream = worker.open();
        stream.send(WorkerClient.request("r", "book", "acme", "book.Total"));
        var response = stream.next().getResponse();

        assertThat(response.getRequestId()).isEqualTo("r");
        assertThat(response.getError().isEmpty()).as(response.getError()).isEqualTo(permitted);
        return stream.end();
    }

    private static Status.Code event(WorkerClient worker, boolean permitted) throws Exception {
        long refused = door.gateway.workerStatus().refused();
        int entries = entries();
        var stream = worker.open();
        stream.send(WorkerClient.event("e" + NUMBER.incrementAndGet(), "acme", "{\"amount\":1}"));

        await().atMost(PATIENCE)
                .until(() -> permitted
                        ? entries() == entries + 1
                        : door.gateway.workerStatus().refused() == refused + 1);
        assertThat(entries() - entries).isEqualTo(permitted ? 1 : 0);
        return stream.end();
    }

    private static int entries() {
        return door.send(door.request(RIGHT, "POST", "/v1/agents/book/acme/requests?type=book.Total", "{}"))
                .json()
                .path("entries")
                .asInt();
    }

    /** Ids of requests are numbers, so a worker can name one of another: that is no answer to it. */
    private static Status.Code response(WorkerClient worker) throws Exception {
        var asked = CompletableFuture.supplyAsync(
                () -> door.send(door.request(RIGHT, "POST", "/v1/agents/served/acme/requests?type=x.Ask", "{}")));
        String id = owner.next().getRequest().getRequestId();
        var stream = worker.open();
        stream.send(answer(id, "\"forged\""));
        stream.send(
                WorkerClient.request("later", "served", "acme", "")); // wrong, and answered after what was before it
        stream.next();

        owner.send(answer(id, "\"true\""));
        assertThat(asked.join().body()).isEqualTo("\"true\"");
        return stream.end();
    }

    private static Message answer(String requestId, String json) {
        return Message.newBuilder()
                .setResponse(RpcResponse.newBuilder()
                        .setRequestId(requestId)
                        .setPayload(WorkerClient.payload("x.Answer", json)))
                .build();
    }

    private static Status.Code control(WorkerClient worker, String destination, boolean permitted) throws Exception {
        String id = "c" + NUMBER.incrementAndGet();
        var stream = worker.openControl();
        stream.send(WorkerClient.control(id, destination));
        var end = stream.end(); // after what was sent

        if (permitted) {
            assertThat(ownersControl.next().getRpcId()).isEqualTo(id);
        }
        assertThat(ownersControl.came).isEmpty();
        return end;
    }

    private static Status.Code removeAnothers(WorkerClient worker) {
        int number = NUMBER.incrementAndGet();
        subscribe(WorkerClient.of(channel, OWNER, DenialMatrix.OWNER), number);
        return WorkerClient.codeOf(() -> worker.calls()
                .removeSubscription(RemoveSubscriptionRequest.newBuilder()
                        .setId("s" + number)
                        .build()));
    }

    private static Status.Code subscriptions(WorkerClient worker, boolean permitted) {
        return WorkerClient.codeOf(() -> {
            var listed = worker.calls()
                    .getSubscriptions(GetSubscriptionsRequest.getDefaultInstance())
                    .getSubscriptionsList();
            assertThat(listed.stream()
                            .anyMatch(subscription -> subscription.getId().equals("sheard")))
                    .isEqualTo(permitted);
        });
    }

    private static void subscribe(WorkerClient worker, Object name) {
        var subscription = Subscription.newBuilder()
                .setId("s" + name)
                .setTypeSubscription(TypeSubscription.newBuilder()
                        .setTopicType(String.valueOf(name))
                        .setAgentType("served"));
        var unused = worker.calls()
                .addSubscription(AddSubscriptionRequest.newBuilder()
                        .setSubscription(subscription)
                        .build());
    }
}
