package dev.troupe.gateway;

import static dev.troupe.gateway.GuardedGateway.quoted;
import static dev.troupe.gateway.WorkerClient.codeOf;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.troupe.gateway.access.TestCertificates;
import dev.troupe.gateway.worker.proto.RegisterAgentTypeRequest;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both doors with certificates, as they are opened by settings alone. */
class GatewayTlsIT {
    private static final TestCaller WITH_TOKEN = TestCaller.of("with-token", "acme", "read", "write");
    private static final TestCaller WITHOUT = TestCaller.unknown("nobody", "");
    private static final String ASK = "/v1/agents/book/acme/requests?type=book.Total";

    @TempDir
    private static Path made;

    private static TestCertificates ours;
    private static TestCertificates others;

    private GuardedGateway door;
    private int registrations;

    @BeforeAll
    static void makeCertificates() throws Exception {
        ours = TestCertificates.make(made.resolve("ours"));
        others = TestCertificates.make(made.resolve("others"));
    }

    @AfterEach
    void close() {
        door.close();
    }

    @Test
    void servesBothDoorsEncryptedAndOnlyThoseWhoTrustItsAuthority() throws Exception {
        door = open(GuardedGateway.tokensFile(made.resolve("tokens"), List.of(WITH_TOKEN)));

        assertThat(door.gateway.uri()).startsWith("https://");
        assertThat(http(WITH_TOKEN, ours.client(""))).isEqualTo(200);
        assertThat(http(WITHOUT, ours.client(""))).isEqualTo(401);
        assertThat(worker(WITH_TOKEN, trusting(ours).build())).isEqualTo(Status.Code.OK);
        assertThat(worker(WITHOUT, trusting(ours).build())).isEqualTo(Status.Code.UNAUTHENTICATED);
        assertThatThrownBy(() -> http(WITH_TOKEN, others.client("")))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseInstanceOf(java.security.cert.CertPathBuilderException.class);
        assertThat(worker(WITH_TOKEN, trusting(others).build())).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(worker(WITH_TOKEN, InsecureChannelCredentials.create())).isEqualTo(Status.Code.UNAVAILABLE);
        assertServesBoth();
    }

    private void assertServesBoth() throws Exception {
        assertThat(http(WITH_TOKEN, ours.client(""))).isEqualTo(200);
        assertThat(worker(WITH_TOKEN, trusting(ours).build())).isEqualTo(Status.Code.OK);
    }

    @Test
    void endsConnectionsInTheClearWithoutAnAnswerAndGoesOnServing() throws Exception {
        door = open(GuardedGateway.tokensFile(made.resolve("plain"), List.of(WITH_TOKEN)));
        var http = URI.create(door.gateway.uri());
        var grpc = URI.create("grpc://" + door.gateway.workerAddress());

        for (String sent :
                List.of("GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")) {
            assertThat(answerInTheClear(http, sent)).isEmpty();
            assertThat(answerInTheClear(grpc, sent)).isEmpty();
            assertServesBoth();
        }

        await().atMost(GuardedGateway.PATIENCE)
                .untilAsserted(() -> assertThat(door.log(0))
                        .filteredOn(line -> line.startsWith("WARN Refused a connection to the HTTPS port: ")
                                && line.contains("plaintext connection? (expected: TLS, "))
                        .hasSize(2));
    }

    /** Sends without TLS, and returns all that comes until the other side has ended the connection; fails if it does not. */
    private static String answerInTheClear(URI address, String sent) throws IOException {
        try (var socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) GuardedGateway.PATIENCE.toMillis());
            socket.getOutputStream().write(sent.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        } catch (SocketException reset) {
            return "";
        }
    }

    @Test
    void knowsCallersByTheirCertificatesAtBothDoors() throws Exception {
        var tokens = Files.writeString(
                made.resolve("certificates"),
                "tokens = [" + WITH_TOKEN.entry()
                        + "\n{ name = by-certificate, certificate = \"CN=client\", tenant = acme, agents = [\"*\"],"
                        + " topics = [\"*\"], allow = [read, write] }]");
        door = open("auth.tokens-file = " + quoted(tokens) + "\ntls.client-auth = required\ntls.client-ca = "
                + quoted(ours.file("ca.pem")));
        var client = ours.client("client");
        var worker = trusting(ours)
                .keyManager(
                        ours.file("client.pem").toFile(),
                        ours.file("client.key").toFile());
        var stranger = trusting(ours)
                .keyManager(
                        others.file("client.pem").toFile(),
                        others.file("client.key").toFile());

        assertThat(http(WITHOUT, client)).isEqualTo(200);
        assertThat(http(client, door.request(WITHOUT, "GET", "/v1/dead-letters", "")))
                .isEqualTo(403);
        assertThat(worker(WITHOUT, worker.build())).isEqualTo(Status.Code.OK);
        assertThat(door.log(0)).contains("WARN Denied: by-certificate may not ADMIN dead letters");
        assertThatThrownBy(() -> http(WITH_TOKEN, ours.client(""))).hasRootCauseInstanceOf(IOException.class);
        assertThat(worker(WITH_TOKEN, trusting(ours).build())).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(worker(WITH_TOKEN, stranger.build())).isEqualTo(Status.Code.UNAVAILABLE);
    }

    private static GuardedGateway open(String settings) {
        return GuardedGateway.open("tls.certificate = " + quoted(ours.file("server.pem")) + "\ntls.private-key = "
                + quoted(ours.file("server.key")) + "\n" + settings);
    }

    private int http(TestCaller caller, SSLContext context) {
        return http(context, door.request(caller, "POST", ASK, "{}"));
    }

    private static int http(SSLContext context, HttpRequest.Builder request) {
        return GuardedGateway.send(GuardedGateway.client(HttpClient.newBuilder().sslContext(context)), request)
                .status();
    }

    /** Returns how the registration of an agent type ends, of another one each time. */
    private Status.Code worker(TestCaller caller, ChannelCredentials credentials) {
        var channel = Grpc.newChannelBuilder(door.gateway.workerAddress(), credentials)
                .build();
        try {
            var worker = WorkerClient.of(channel, "worker-of-" + caller.name(), caller);
            return codeOf(() -> worker.calls()
                    .registerAgent(RegisterAgentTypeRequest.newBuilder()
                            .setType("served-by-" + caller.name() + "-" + ++registrations)
                            .build()));
        } finally {
            channel.shutdownNow();
        }
    }

    private static TlsChannelCredentials.Builder trusting(TestCertificates authority) throws IOException {
        return TlsChannelCredentials.newBuilder()
                .trustManager(authority.file("ca.pem").toFile());
    }
}
