package dev.troupe.samples.demo;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Commands that a person can paste while the demo runs: each works as it stands. */
final class Invitation {
    private final String root;
    private final String tenant;

    /** @param uri where HTTP is served */
    Invitation(String uri, String tenant) {
        this.root = uri + "/v1";
        this.tenant = URLEncoder.encode(tenant, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** @param opinions whether there is a second opinion to ask for */
    List<String> lines(boolean opinions) {
        List<String> lines = new ArrayList<>();
        lines.add("to try it from another terminal: listen to decisions, hand in a document, ask the policy"
                + (opinions ? ", ask for a second opinion" : ""));
        lines.add("  curl -N '" + root + "/topics/triage_decision/" + tenant + "/events'");
        lines.add(
                post(
                        "topics/documents/" + tenant + "?type=triage.DocumentReceived",
                        "{\"id\":\"mine-1\",\"name\":\"mine.txt\",\"text\":\"Invoice 7: please pay 100 EUR by bank transfer.\"}"));
        lines.add(post(
                "agents/policy/" + tenant + "/requests?type=policy.Review&timeout=30s",
                "{\"text\":\"My card number is 4111 1111 1111 1111.\"}"));
        if (opinions) {
            lines.add(post(
                    "agents/opinion/" + tenant + "/requests?type=opinion.Give&timeout=30s",
                    "{\"text\":\"I am disappointed and want a refund.\"}"));
        }
        return lines;
    }

    private String post(String path, String body) {
        return "  curl '" + root + "/" + path + "' -H 'Content-Type: application/json' -d '" + body + "'";
    }
}
