package dev.troupe.node.management;

import dev.troupe.gateway.http.Answers;
import dev.troupe.gateway.http.ProblemException;
import dev.troupe.gateway.http.Route;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * The console: a page that shows what the other resources of this port say. Everybody may load it, since it says nothing
 * by itself; what it asks for needs a token where the port does. All of it comes from here.
 */
final class ConsoleRoutes {
    private static final String FOLDER = "/dev/troupe/node/console/";
    private static final String HTML = "text/html; charset=UTF-8";
    private static final String SCRIPT = "text/javascript; charset=UTF-8";
    private static final List<String> SCRIPTS = List.of(
            "console.js", "api.js", "dom.js", "cluster.js", "agents.js", "conversation.js", "letters.js", "find.js");

    /** Scripts and styles from this port only, and nobody may put the page into a frame. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
            + "img-src data:; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

    private record Asset(String type, String content) {}

    private final Map<String, Asset> assets = new HashMap<>();
    private final Asset page = read("index.html", HTML);

    ConsoleRoutes() {
        assets.put("console.css", read("console.css", "text/css; charset=UTF-8"));
        SCRIPTS.forEach(name -> assets.put(name, read(name, SCRIPT)));
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/console", call -> shown(page))
                        .producing("text/html")
                        .forEverybody(),
                Route.of("GET", "/console/{file}", call -> shown(asset(call.variable("file"))))
                        .producing("*/*")
                        .forEverybody());
    }

    private Asset asset(String name) {
        var asset = assets.get(name);
        if (asset == null) {
            throw ProblemException.unknown("file: '" + name + "' (expected: one of " + SCRIPTS + ")");
        }
        return asset;
    }

    private static CompletionStage<HttpResponse> shown(Asset asset) {
        return CompletableFuture.completedFuture(
                Answers.bytes(200, asset.type(), asset.content().getBytes(StandardCharsets.UTF_8))
                        .addHeader(RawHeader.create("Content-Security-Policy", POLICY))
                        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                        .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                        .addHeader(RawHeader.create("Cache-Control", "no-cache")));
    }

    private static Asset read(String name, String type) {
        try (var in = ConsoleRoutes.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException("resource: " + FOLDER + name + " (expected: in the jar)");
            }
            return new Asset(type, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
