package dev.troupe.node.management;

import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.http.Call;
import dev.troupe.gateway.http.Route;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.directives.RouteAdapter;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.management.cluster.scaladsl.ClusterHttpManagementRoutes;

/**
 * The resources of Pekko Management for a cluster, for tools that know them: members, their state, joining, leaving and downing,
 * and shards. Who may do what is asked here; what they mean and answer is Pekko's, see its documentation, "Cluster HTTP
 * Management".
 */
final class PekkoRoutes {
    private static final Resource CLUSTER = new Resource.OfCluster("cluster");

    private final Function<HttpRequest, CompletionStage<HttpResponse>> pekko;

    PekkoRoutes(ActorSystem system) {
        this.pekko = RouteAdapter.asJava(ClusterHttpManagementRoutes.apply(Cluster.get(system)))
                .handler(system);
    }

    List<Route> routes() {
        return List.of(
                route("GET", "/cluster/members", Action.READ),
                route("POST", "/cluster/members", Action.ADMIN),
                route("GET", "/cluster/members/{address}", Action.READ),
                route("PUT", "/cluster/members/{address}", Action.ADMIN),
                route("DELETE", "/cluster/members/{address}", Action.ADMIN),
                route("GET", "/cluster/shards/{type}", Action.READ));
    }

    private Route route(String method, String path, Action action) {
        return Route.of(method, path, call -> {
            call.require(action, CLUSTER);
            return answer(call);
        });
    }

    private CompletionStage<HttpResponse> answer(Call call) {
        try {
            return pekko.apply(call.handedOver());
        } catch (Exception e) {
            throw new IllegalStateException("Pekko Management did not answer: " + e.getMessage(), e);
        }
    }
}
