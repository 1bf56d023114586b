package dev.troupe.samples.demo;

import dev.troupe.samples.demo.Documents.Document;
import dev.troupe.samples.triage.AuditAgent;
import java.util.Map;

/** What the audit agents of all tenants have entered. */
record Books(Map<String, AuditAgent.Totals> byTenant) {

    int decisions() {
        return byTenant.values().stream()
                .mapToInt(totals -> totals.queues().size())
                .sum();
    }

    boolean has(Document document) {
        var totals = byTenant.get(document.tenant());
        return totals != null && totals.queues().containsKey(document.id());
    }

    /** Returns how many documents have a decision here and none, or another one, in {@code others}. */
    int without(Books others) {
        int missing = 0;
        for (var tenant : byTenant.entrySet()) {
            var there = others.byTenant().get(tenant.getKey());
            for (var decision : tenant.getValue().queues().entrySet()) {
                boolean same = there != null
                        && decision.getValue().equals(there.queues().get(decision.getKey()));
                missing += same ? 0 : 1;
            }
        }
        return missing;
    }

    /** Returns the decisions for documents that had one: their source fed them again. */
    int again() {
        return byTenant.values().stream().mapToInt(AuditAgent.Totals::again).sum();
    }

    /** Returns the messages that the runtime handed to an agent twice, which it must not. */
    int appliedTwice() {
        return byTenant.values().stream()
                .mapToInt(AuditAgent.Totals::appliedTwice)
                .sum();
    }
}
