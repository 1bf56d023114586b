package dev.troupe.gateway.access;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.TlsSessionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS over real sockets, of a server of Pekko HTTP and of one of gRPC. */
class TlsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    private static Path made;

    private static TestCertificates one;
    private static TestCertificates other;
    private static ActorSystem system;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        one = TestCertificates.make(made.resolve("one"));
        other = TestCertificates.make(made.resolve("other"));
        system = ActorSystem.create(
                "tls",
                ConfigFactory.parseString("pekko.http.server.parsing.tls-session-info-header = on")
                        .withFallback(ConfigFactory.load()));
    }

    @AfterAll
    static void stop() throws Exception {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().get();
    }

    @Test
    void servesNewConnectionsWithANewCertificateWhileOpenOnesGoOn() throws Exception {
        one.install("server", directory);
        try (var security = start("");
                var http = http(security);
                var grpc = grpc(security);
                var open = connect(one.client(""), http.port());
                var alsoOpen = connect(one.client(""), grpc.port())) {
            assertThat(get(open, "")).contains("anybody");

            other.install("server", directory);
            awaitServed(http.port(), other);
            awaitServed(grpc.port(), other);

            assertThat(get(open, "")).contains("anybody");
            assertThat(pinged(alsoOpen)).isTrue();
            assertThatThrownBy(() -> connect(one.client(""), http.port())).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> connect(one.client(""), grpc.port())).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void keepsTheOldCertificateWhileTheNewFilesAreWrong() throws Exception {
        one.install("server", directory);
        try (var log = new LogLines();
                var security = start("");
                var http = http(security)) {
            Files.copy(other.file("server.key"), directory.resolve("fresh"));
            Files.move(
                    directory.resolve("fresh"),
                    directory.resolve("server.key"),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            awaitError(log, "server.key: not the key of the certificate (expected: the RSA key of CN=localhost)");
            Files.delete(directory.resolve("server.pem"));
            awaitError(log, "server.pem: missing (expected: a file)");

            connect(one.client(""), http.port()).close();
        }
    }

    @Test
    void asksForACertificateOfTheAuthorityOfClients() throws Exception {
        one.install("server", directory);
        try (var security = start("client-auth = required, client-ca = " + Given.quoted(one.file("ca.pem")));
                var http = http(security);
                var grpc = grpc(security)) {

            assertThat(get(connect(one.client("client"), http.port()), "")).contains("200");
            assertThat(pinged(one.client("client"), grpc.port())).isTrue();
            for (var stranger : List.of(one.client(""), strangerThatTrusts(one))) {
                assertThatThrownBy(() -> get(connect(stranger, http.port()), ""))
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> pinged(stranger, grpc.port())).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void takesANewAuthorityOfClients() throws Exception {
        one.install("server", directory);
        var authority = Files.copy(one.file("ca.pem"), directory.resolve("clients.pem"));
        try (var security = start("client-auth = required, client-ca = " + Given.quoted(authority));
                var http = http(security);
                var grpc = grpc(security)) {
            var stranger = strangerThatTrusts(one);
            var known = one.client("client"); // it remembers its sessions
            assertThatThrownBy(() -> get(connect(stranger, http.port()), "")).isInstanceOf(IOException.class);
            assertThat(get(connect(known, http.port()), "")).contains("200");
            assertThat(pinged(known, grpc.port())).isTrue();

            Files.copy(other.file("ca.pem"), authority, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> get(connect(stranger, http.port()), "").contains("200"));
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> pinged(stranger, grpc.port()));

            assertThatThrownBy(() -> get(connect(known, http.port()), "")).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> pinged(known, grpc.port())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void knowsACallerByTheirCertificateUnlessTheyShowAToken() throws Exception {
        one.install("server", directory);
        var tokens = Given.write(
                directory.resolve("tokens"),
                "tokens = [{ name = by-certificate, certificate = \"CN=client\", allow = [read] },\n"
                        + "{ name = by-token, sha256 = \"" + TokenFile.sha256("t") + "\", allow = [read] }]");
        try (var security = Security.start(
                        Given.auth("tokens-file = " + Given.quoted(tokens)),
                        tls("client-auth = optional, client-ca = " + Given.quoted(one.file("ca.pem"))),
                        List.of());
                var http = http(security)) {

            assertThat(get(connect(one.client("client"), http.port()), "")).contains("by-certificate");
            assertThat(get(connect(one.client("client"), http.port()), "t")).contains("by-token");
            assertThat(get(connect(one.client("client"), http.port()), "x")).contains("401");
            assertThat(get(connect(one.client("node"), http.port()), "")).contains("401");
            assertThat(get(connect(one.client(""), http.port()), "")).contains("401");
            assertThat(get(connect(one.client(""), http.port()), "t")).contains("by-token");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTlsFrom12On(String protocol) throws Exception {
        one.install("server", directory);
        try (var security = start("");
                var http = http(security);
                var socket = (SSLSocket) one.client("").getSocketFactory().createSocket("127.0.0.1", http.port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
            assertThat(security.tls().orElseThrow().serverEngine().getEnabledProtocols())
                    .containsExactlyInAnyOrder("TLSv1.2", "TLSv1.3");
        }
    }

    @Test
    void doesNotStartWithFilesThatAreWrong() throws Exception {
        one.install("server", directory);
        var text = Given.write(directory.resolve("text"), "hello");

        refuses(one.file("server.pem"), one.file("client.key"))
                .hasMessage(one.file("client.key")
                        + ": not the key of the certificate (expected: the RSA key of CN=localhost)");
        refuses(text, one.file("server.key"))
                .hasMessageStartingWith(text + ": ")
                .hasMessageContaining("PEM");
        refuses(one.file("server.pem"), text)
                .hasMessageStartingWith(text + ": no private key (expected: PEM with BEGIN PRIVATE KEY");
        refuses(directory.resolve("none"), one.file("server.key"))
                .hasMessage(directory.resolve("none") + ": missing (expected: a file)");
        assertThatThrownBy(() -> start("client-auth = required, client-ca = " + Given.quoted(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(text + ": ");
    }

    @Test
    void doesNotStartWithACertificateThatHasExpiredOrIsNotValidYet() throws Exception {
        one.install("server", directory);
        var now = Clock.systemUTC().instant();

        for (var when : List.of(now.plus(Duration.ofDays(400)), now.minus(Duration.ofDays(2)))) {
            assertThatThrownBy(() -> new Tls(tls(""), Clock.fixed(when, ZoneOffset.UTC)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(directory.resolve("server.pem") + ": CN=localhost is valid from ")
                    .hasMessageEndingWith("(expected: valid now, " + when + ")");
        }
    }

    private org.assertj.core.api.AbstractThrowableAssert<?, ?> refuses(Path certificate, Path key) {
        var settings = Given.tls("certificate = " + Given.quoted(certificate) + ", private-key = " + Given.quoted(key));
        return assertThatThrownBy(() -> Security.start(Given.auth(""), settings, List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private Security start(String settings) {
        return Security.start(Given.auth(""), tls(settings), List.of());
    }

    private TlsSettings tls(String settings) {
        return Given.tls("certificate = " + Given.quoted(directory.resolve("server.pem")) + ", private-key = "
                + Given.quoted(directory.resolve("server.key")) + ", reload-interval = 20ms\n" + settings);
    }

    /** A server that listens. */
    private record Listening(int port, Runnable stop) implements AutoCloseable {
        @Override
        public void close() {
            stop.run();
        }
    }

    /** Answers with the caller's name, or 401. */
    private static Listening http(Security security) throws Exception {
        ServerBinding binding = Http.get(system)
                .newServerAt("127.0.0.1", 0)
                .enableHttps(ConnectionContext.httpsServer(security.tls().orElseThrow()::serverEngine))
                .bindSync(request -> answer(security.access(), request))
                .toCompletableFuture()
                .get();
        return new Listening(
                binding.localAddress().getPort(),
                () -> binding.terminate(Duration.ofSeconds(1))
                        .toCompletableFuture()
                        .join());
    }

    private static HttpResponse answer(Access access, HttpRequest request) {
        var authorization =
                request.getHeader("Authorization").map(header -> header.value()).orElse(null);
        var session = request.getHeader(TlsSessionInfo.class)
                .map(TlsSessionInfo::getSession)
                .orElse(null);
        try {
            return HttpResponse.create()
                    .withEntity(access.authenticate(authorization, session).name());
        } catch (AccessDeniedException e) {
            return HttpResponse.create().withStatus(401).withEntity("nobody");
        }
    }

    private static Listening grpc(Security security) throws Exception {
        var server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        security.tls().orElseThrow().serverCredentials())
                .build()
                .start();
        return new Listening(server.getPort(), server::shutdownNow);
    }

    private static SSLSocket connect(javax.net.ssl.SSLContext client, int port) throws IOException {
        var socket = (SSLSocket) client.getSocketFactory().createSocket("127.0.0.1", port);
        var parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return socket;
    }

    /** Connects, and has its HTTP/2 ping answered. */
    private static boolean pinged(javax.net.ssl.SSLContext client, int port) throws IOException {
        try (var socket = connect(client, port)) {
            return pinged(socket);
        }
    }

    private static boolean pinged(SSLSocket socket) throws IOException {
        var out = socket.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
        out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0}); // settings: none
        out.write(new byte[] {0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}); // a ping
        var in = new DataInputStream(socket.getInputStream());
        while (true) {
            int lengthAndType = in.readInt();
            int flags = in.readByte();
            in.readInt();
            in.readFully(new byte[lengthAndType >>> 8]);
            if ((lengthAndType & 0xff) == 6 && flags == 1) {
                return true;
            }
        }
    }

    /** Returns status line, headers and body; the connection stays open. */
    private static String get(SSLSocket socket, String token) throws IOException {
        String authorization = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: localhost\r\n" + authorization + "\r\n").getBytes(US_ASCII));
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII), 1);
        var answer = new StringBuilder();
        int length = -1;
        for (String line = in.readLine(); length < 0 || !line.isEmpty(); line = in.readLine()) {
            if (line == null) {
                throw new IOException("closed");
            }
            answer.append(line).append('\n');
            if (line.startsWith("Content-Length: ")) {
                length = Integer.parseInt(line.substring("Content-Length: ".length()));
            }
        }
        for (int i = 0; i < length; i++) {
            answer.append((char) in.read());
        }
        return answer.toString();
    }

    /** Trusts the authority of the server, but shows what another one has certified. */
    private static javax.net.ssl.SSLContext strangerThatTrusts(TestCertificates authority) throws Exception {
        var both = made.resolve("stranger");
        if (!Files.exists(both)) {
            Files.createDirectory(both);
            Files.copy(authority.file("ca.pem"), both.resolve("ca.pem"));
            Files.copy(other.file("client.pem"), both.resolve("client.pem"));
            Files.copy(other.file("client.key"), both.resolve("client.key"));
        }
        return new TestCertificates(both).client("client");
    }

    private static void awaitServed(int port, TestCertificates expected) throws Exception {
        var wanted = Pem.certificates(
                        "server",
                        Files.readAllBytes(expected.file("server.pem")),
                        Clock.systemUTC().instant())
                .get(0);
        var client = expected.client("");
        await("the new certificate")
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(SSLException.class)
                .until(() -> {
                    try (var socket = connect(client, port)) {
                        return wanted.equals(socket.getSession().getPeerCertificates()[0]);
                    }
                });
    }

    private static void awaitError(LogLines log, String why) {
        await("error: " + why)
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(log.all())
                        .anySatisfy(line -> assertThat(line)
                                .startsWith("ERROR Not taken, the old one stays in use: ")
                                .endsWith(why)));
    }
}
