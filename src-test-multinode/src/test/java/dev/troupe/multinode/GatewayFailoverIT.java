package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** AutoGen workers at two gateways, and the end of workers and gateways under load. */
class GatewayFailoverIT {
    private static final int ASKERS = 8;

    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (var each : running) {
            each.close();
        }
    }

    @Test
    void workersOfDifferentGatewaysReachEachOther() throws Exception {
        var one = gateway("one");
        var two = gateway("two", one.address());
        serve("only", "solo", one.workers());

        var asking = ask(two.workers(), "solo", 4);
        asking.awaitMore("answered", 200);
        var result = result(asking);

        assertThat(result.get("errors").toString()).isEqualTo("{}");
        assertThat(result.get("wrong").asInt()).isZero();
    }

    @Test
    void aWorkerKilledUnderLoadLeavesNoRequestWithoutAnAnswer() throws Exception {
        var one = gateway("one");
        var two = gateway("two", one.address());
        serve("a", "shared-echo", one.workers());
        serve("b", "shared-echo", two.workers());
        var killed = serve("c", "shared-echo", one.workers());
        var asking = ask(two.workers(), "shared-echo", 20);
        asking.awaitMore("answered", 500);

        killed.kill();
        asking.awaitMore("answered", 500);
        var result = result(asking);

        assertThat(result.get("errors").toString()).isEqualTo("{}");
        assertThat(result.get("wrong").asInt()).isZero();
        assertThat(result.get("by").fieldNames())
                .toIterable()
                .as("each had its share")
                .containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void theWorkersOfAGatewayThatIsKilledGoOnAtAnother() throws Exception {
        var one = gateway("one");
        var two = gateway("two", one.address());
        gateway("three", one.address()); // of two, the one that is left might not be the one that may go on
        serve("mover", "shared-moving", one.workers(), two.workers());
        serve("stayer", "shared-moving", two.workers());
        var asking = ask(two.workers(), "shared-moving", 8);
        asking.awaitMore("answered", 200);

        one.kill();
        asking.awaitMore("answered", 2_000);
        var result = result(asking);

        assertThat(result.get("errors").toString()).isEqualTo("{}");
        assertThat(result.get("wrong").asInt()).isZero();
        assertThat(result.get("by").fieldNames()).toIterable().containsExactlyInAnyOrder("mover", "stayer");
    }

    @Test
    void aRequestThatAKilledGatewayLeavesUnansweredIsMarkedForTheWorkerOfAnother() throws Exception {
        var one = gateway("one");
        var two = gateway("two", one.address());
        gateway("three", one.address()); // of two, the one that is left might not be the one that may go on
        var holder = witness("holder", "shared-held", one.workers(), "hold");
        var stayer = witness("stayer", "shared-held", two.workers());
        var asking = ask(two.workers(), "shared-held", ASKERS);
        holder.awaitMore("got", ASKERS); // each asker waits for one that has not been answered

        one.kill();
        asking.awaitMore("answered", 200);
        var result = result(asking);

        assertThat(result.get("errors").toString()).isEqualTo("{}");
        assertThat(result.get("wrong").asInt()).isZero();
        assertThat(texts(holder, "unmarked")).hasSize(ASKERS);
        assertThat(texts(stayer, "2")).containsAll(texts(holder, "unmarked"));
        assertThat(texts(stayer, "unmarked"))
                .as("new at the other gateway")
                .isNotEmpty()
                .doesNotContainAnyElementsOf(texts(holder, "unmarked"));
    }

    /** Returns the texts of the requests that a witness was given as some attempt. */
    private static Set<String> texts(Script witness, String attempt) {
        var matcher = Pattern.compile("text (\\S+) attempt " + attempt + "\\b").matcher(witness.printed());
        Set<String> texts = new TreeSet<>();
        while (matcher.find()) {
            texts.add(matcher.group(1));
        }
        return texts;
    }

    private GatewayProcess gateway(String name, String... others) {
        var gateway = GatewayProcess.start("GatewayFailoverIT." + name, others);
        running.add(gateway);
        return gateway;
    }

    private Script witness(String name, String type, String... gatewayAndMode) {
        return worker("witness", name, type, gatewayAndMode);
    }

    private Script serve(String name, String type, String... gateways) {
        return worker("serve", name, type, gateways);
    }

    private Script worker(String script, String name, String type, String... more) {
        List<String> arguments = new ArrayList<>(List.of(type, name));
        arguments.addAll(List.of(more));
        var worker = Script.start(
                "GatewayFailoverIT." + script + "-" + name, script + ".py", arguments.toArray(String[]::new));
        running.add(worker);
        worker.awaitPrinted("ready " + name);
        return worker;
    }

    private Script ask(String gateway, String type, int concurrency) {
        var asking =
                Script.start("GatewayFailoverIT.ask", "ask.py", gateway, type, "50", Integer.toString(concurrency));
        running.add(asking);
        return asking;
    }

    private static JsonNode result(Script asking) throws Exception {
        String printed = asking.finish();
        assertThat(printed).contains("result ");
        return new ObjectMapper().readTree(printed.substring(printed.indexOf("result ") + "result ".length()));
    }
}
