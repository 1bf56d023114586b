package dev.troupe.gateway.http;

import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;
import org.apache.pekko.http.javadsl.model.headers.TlsSessionInfo;

/** Finds the endpoint of a request, after it is known who makes it. Thread-safe. */
final class Router {
    private record Match(Route route, Map<String, String> variables) {}

    private final Call.Door door;
    private final List<Route> routes;
    private final List<Route> open;
    private final AtomicInteger inWork = new AtomicInteger();
    private final LongAdder done = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean leaving;

    Router(Call.Door door, List<Route> routes) {
        this.door = door;
        this.routes = List.copyOf(routes);
        this.open = routes.stream().filter(Route::open).toList();
    }

    /** Answers a request; the stage never fails. */
    CompletionStage<HttpResponse> handle(HttpRequest request) {
        return answerOrRefuse(request)
                .whenComplete((answer, error) -> answers(
                                error == null ? answer.status().intValue() : 500)
                        .increment());
    }

    private LongAdder answers(int status) {
        if (status >= 500) {
            return failed;
        }
        return status >= 400 ? refused : done;
    }

    /** Returns how many requests were answered with a status of the same kind: below 400, below 500, or above. */
    long answered(int status) {
        return answers(status).sum();
    }

    private CompletionStage<HttpResponse> answerOrRefuse(HttpRequest request) {
        int limit = door.settings().limits().maxRequests();
        if (inWork.incrementAndGet() > limit) {
            inWork.decrementAndGet();
            Call.discard(request, door);
            return CompletableFuture.completedFuture(door.problems()
                    .response(Problem.of(
                            ProblemType.BUSY,
                            limit + " requests are in work (expected: fewer, "
                                    + door.settings().section() + ".max-requests)")));
        }
        return answer(request).whenComplete((answer, error) -> inWork.decrementAndGet());
    }

    /** Refuses what comes from now on, but for what everybody may ask; what is in work goes on. */
    void leave() {
        leaving = true;
    }

    /** Returns the number of requests that are not answered. */
    int inWork() {
        return inWork.get();
    }

    /** Returns the endpoints, as methods and patterns of paths. */
    List<String> endpoints() {
        return routes.stream().map(Route::toString).toList();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        Call call;
        CompletionStage<HttpResponse> answer;
        try {
            boolean open = isOpen(request);
            // Who is not known does not learn what there is.
            var principal = open ? Access.nobody() : caller(request);
            if (leaving && !open) {
                throw Problem.of(
                                ProblemType.UNAVAILABLE,
                                "this node leaves its cluster (expected: a call at another one)")
                        .withHeader("Connection", "close")
                        .exception();
            }
            var target = RequestTarget.parse(rawTarget(request));
            var match = find(request.method().name(), target.path());
            requireAccepted(request, match.route().produces());
            call = call(request, target, principal, match);
            answer = handle(match.route(), call);
        } catch (RuntimeException e) {
            Call.discard(request, door);
            return CompletableFuture.completedFuture(
                    door.problems().response(door.problems().problem(e)));
        }
        return answer.handle((response, error) -> {
            call.finish();
            return error == null
                    ? response
                    : door.problems().response(door.problems().problem(error));
        });
    }

    private boolean isOpen(HttpRequest request) {
        if (open.isEmpty()) {
            return false;
        }
        try {
            var path = RequestTarget.parse(rawTarget(request)).path();
            String method = request.method().name();
            return open.stream().anyMatch(route -> route.method().equals(method) && route.match(path) != null);
        } catch (ProblemException e) {
            return false; // said to those who are known
        }
    }

    private Principal caller(HttpRequest request) {
        return door.access()
                .authenticate(
                        request.getHeader("Authorization")
                                .map(HttpHeader::value)
                                .orElse(null),
                        request.getHeader(TlsSessionInfo.class)
                                .map(TlsSessionInfo::getSession)
                                .orElse(null));
    }

    private Call call(HttpRequest request, RequestTarget target, Principal principal, Match match) {
        return new Call(request, target, principal, door, match.variables());
    }

    private static CompletionStage<HttpResponse> handle(Route route, Call call) {
        try {
            return route.handler().handle(call);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static String rawTarget(HttpRequest request) {
        return request.getHeader(RawRequestURI.class)
                .map(RawRequestURI::uri)
                .orElseGet(() -> request.getUri().toString());
    }

    private Match find(String method, List<String> path) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            var variables = route.match(path);
            if (variables != null && route.method().equals(method)) {
                return new Match(route, variables);
            }
            if (variables != null) {
                methods.add(route.method());
            }
        }
        if (methods.isEmpty()) {
            throw ProblemException.unknown("no resource has this path (see /openapi.json)");
        }
        String allowed = String.join(", ", methods);
        throw Problem.of(ProblemType.METHOD_NOT_ALLOWED, method + " (expected: " + allowed + ")")
                .withHeader("Allow", allowed)
                .exception();
    }

    private static void requireAccepted(HttpRequest request, String produced) {
        var accept = request.getHeader("Accept");
        if (accept.isEmpty()) {
            return;
        }
        String family = produced.substring(0, produced.indexOf('/') + 1) + "*";
        for (String range : accept.get().value().toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            String type = parts[0].strip();
            boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
            if (!refused && (type.equals("*/*") || type.equals(family) || type.equals(produced))) {
                return;
            }
        }
        throw Problem.of(
                        ProblemType.NOT_ACCEPTABLE, "Accept: " + accept.get().value() + " (expected: " + produced + ")")
                .exception();
    }
}
